"""What the commands do, apart from how they are asked; nothing here is imported before it is needed."""


class Refusal(Exception):
    """What a command cannot do; its text is the one sentence that the user reads."""
