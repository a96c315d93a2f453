"""The built-in sample province: a dozen invented government sites, served on loopback, whose truth is known."""

from govaudit.sample.compare import Comparison, Difference, compare_with_truth
from govaudit.sample.province import Province, build_province, sites_csv
from govaudit.sample.proxy import Server, serve
from govaudit.sample.truth import column_truth, status_truth, truth

__all__ = [
    "Comparison",
    "Difference",
    "Province",
    "Server",
    "build_province",
    "column_truth",
    "compare_with_truth",
    "serve",
    "sites_csv",
    "status_truth",
    "truth",
]
