"""Makes the sample files. Shares no code with the program that reads them: its figures are a second opinion."""
