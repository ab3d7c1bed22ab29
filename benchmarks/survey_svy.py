"""The peer of benchmarks/survey.py in an environment of its own: the same means with `svy` from PyPI.

Run by survey.py as ``python survey_svy.py DATA.parquet FOUND.parquet``; prints seconds of processor and clock.
"""

import sys
import time

import polars as pl
import svy


def main() -> None:
    """Estimate, write what was found, print what it took."""
    table = pl.read_parquet(sys.argv[1])
    sample = svy.Sample(table, svy.Design(stratum="stratum", psu="psu", wgt="w"))
    names = [f"y{k}" for k in range(10)]
    wall, cpu = time.perf_counter(), time.process_time()
    found = sample.estimation.mean(names, by="domain", deff="wor")
    spent = time.process_time() - cpu, time.perf_counter() - wall
    parts = [
        one.to_polars().select(
            pl.col("domain").cast(pl.String),
            pl.lit(name).alias("variable"),
            pl.col("est").alias("estimate"),
            "se",
            "deff",
        )
        for name, one in zip(names, found, strict=True)
    ]
    pl.concat(parts).write_parquet(sys.argv[2])
    print(*spent)


if __name__ == "__main__":
    main()
