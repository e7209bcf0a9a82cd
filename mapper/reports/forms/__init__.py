"""A school's own form, filled: its workbook or Word document, with the rows and columns that it has.

`cells` says what is to be told of each criterion and course, `names` knows them by what a form calls them,
`recognise` finds their rows and columns, `workbook` and `word` read a form and write into its cells, `package` keeps
all the rest of the file as it is, and `fill` does it all.
"""
