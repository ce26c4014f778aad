"""The working day that shows itself: drives the real window by key events and writes down what came of it.

Nothing here calls a slot or a command. Questions about what lies on the shelf are asked of the books, as a packer would look;
every deed goes through the keyboard of the top-level window.
"""
