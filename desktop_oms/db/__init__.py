"""The books: schema, engine, the one gateway that writes, projections, questions, undo, doctor, migrations, copies.

The only room that knows SQL dialects. Handlers in ``app`` read and write through ``gateway`` and ``tx``; front ends never come here.
"""
