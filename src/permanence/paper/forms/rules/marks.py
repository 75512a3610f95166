"""The four marks of a page that comes back, by which a scan is set straight whichever way it was laid down."""

PAGE_MM = (210.0, 297.0)
# ArUco markers of the dictionary DICT_4X4_50 (six modules a side with their black border), drawn as vectors.
MARK_MM = 7.0
# From the edge of the paper: far enough for the margin no office printer prints, near enough to span the page.
MARK_EDGE_MM = 6.0
_FAR_X, _FAR_Y = PAGE_MM[0] - MARK_EDGE_MM - MARK_MM, PAGE_MM[1] - MARK_EDGE_MM - MARK_MM
# The top left corner of each mark in millimetres from the top left corner of the paper, by its number.
MARKS: dict[int, tuple[float, float]] = {
    0: (MARK_EDGE_MM, MARK_EDGE_MM),
    1: (_FAR_X, MARK_EDGE_MM),
    2: (MARK_EDGE_MM, _FAR_Y),
    3: (_FAR_X, _FAR_Y),
}
