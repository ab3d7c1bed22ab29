"""The web process."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.project.settings")
application = get_wsgi_application()

from mainstay.project.installation import faults  # noqa: E402 - after Django is set up

if found := faults():
    raise ImproperlyConfigured("\n".join(found))
