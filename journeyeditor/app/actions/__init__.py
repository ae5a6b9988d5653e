"""The actions of each menu: functions that get the window, and their specs for the action table.

What needs lower packages is imported inside the functions, so that the program starts with Qt
alone.

"""
