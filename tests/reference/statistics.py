"""Makes statistics.json: what tests/report/statistics_test.cpp holds the statistics of `ganzoo compare` to.

Independent of them: SciPy's Student t, and its BCa bootstrap with 400 000 resamples. Run with SciPy 1.10 or later:
    python3 statistics.py > statistics.json
"""
import json

import numpy
from scipy import stats

generator = numpy.random.default_rng(20140610)
cases = {
    "three": [7.0, 8.0, 6.5],
    "five": [0.91, 0.87, 0.95, 0.90, 0.99],
    "nineteen": generator.normal(3, 2, 19).round(6).tolist(),
    "twenty_normal": generator.normal(3, 2, 20).round(6).tolist(),
    "thirty_skewed": generator.lognormal(0, 1, 30).round(6).tolist(),
    "sixty_skewed": generator.exponential(2, 60).round(6).tolist(),
    "twenty_five_signed": generator.normal(-0.5, 1, 25).round(6).tolist(),
}


def interval(values):
    if len(values) < 20:
        return stats.t.interval(0.95, len(values) - 1, loc=numpy.mean(values), scale=stats.sem(values))
    result = stats.bootstrap((values,), numpy.mean, n_resamples=400_000, method="BCa", batch=20_000, random_state=1)
    return result.confidence_interval


out = {}
for name, values in cases.items():
    low, high = interval(values)
    out[name] = {
        "values": values,
        "mean": float(numpy.mean(values)),
        "low": float(low),
        "high": float(high),
        "p": float(stats.ttest_1samp(values, 0.0).pvalue),
    }
print(json.dumps(out, indent=1))
