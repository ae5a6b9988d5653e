"""The window's toolbox: what canvas, panels and app share of Qt, knowing no journey."""
