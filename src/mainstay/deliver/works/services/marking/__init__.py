"""Days written on rolls: by hand or by file, for one site or many; all checked, then written in one step."""

from .by_file import apply_rolls, import_rolls, stage_rolls
from .by_hand import mark_day
from .corrections import correct_mark, sign_correction

__all__ = ["apply_rolls", "correct_mark", "import_rolls", "mark_day", "sign_correction", "stage_rolls"]
