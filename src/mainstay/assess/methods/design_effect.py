"""How much a clustered sample says less than a simple random one of the same size."""

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


def design_effect(
    *, cluster_size: float, intra_cluster_correlation: float, weight_variation: float = 0.0
) -> float:
    """Return the factor by which clustering and unequal weights widen the variance.

    deff = (1 + (m − 1) ρ) · (1 + cv²): m interviews per cluster, ρ correlation within clusters (0.05 to 0.15 for
    work and income), cv the coefficient of variation of the weights. Kish, *Survey Sampling* (1965), 5.4 and
    11.7; Kish, "Methods for design effects", Journal of Official Statistics 11 (1995). Without unit.

    >>> round(design_effect(cluster_size=10, intra_cluster_correlation=0.1), 2)
    1.9
    >>> design_effect(cluster_size=1, intra_cluster_correlation=0.3)
    1.0
    """
    if cluster_size < 1 or not 0 <= intra_cluster_correlation <= 1 or weight_variation < 0:
        raise BadInput(
            "design_effect", _("A cluster has at least one interview; the correlation lies between 0 and 1.")
        )
    return (1 + (cluster_size - 1) * intra_cluster_correlation) * (1 + weight_variation**2)
