"""The HTTP API: every list, every record and every act, by the same services and under the same rules as the pages."""
