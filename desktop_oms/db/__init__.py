"""The books: schema, engine, the one gateway that writes, projections, questions, undo, doctor, migrations, copies.

No other room opens a connection. Handlers in ``app`` read and write through the ``Tx`` they are given; front ends never come here.
"""
