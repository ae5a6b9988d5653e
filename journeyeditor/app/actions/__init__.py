"""What can be done in the window: for each menu its functions, and their rows of the one table.

A row's function gets the window. What needs the packages below the window imports them when it
runs, so that the program starts with Qt alone.
"""
