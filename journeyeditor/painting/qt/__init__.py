"""The Qt painter: drawings on the screen, in previews and on printers."""
