"""Paper on a wall: the marks of printed cards, and photos in which cards and sticky notes are found.

OpenCV and numpy come with the extra `wall` and are imported when a photo is read.
"""
