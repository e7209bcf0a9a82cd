"""The work: maps curricula and job advertisements to competency standards, and reports on them.

    >>> from mapper.workspace.store import Workspace              # a folder that keeps frameworks and their vectors
    >>> from mapper.actions import Against, add_framework, map_documents
    >>> workspace = Workspace(Path("workspace"))
    >>> add_framework(workspace, [Path("EC0249.pdf")], name="conocer")
    >>> outcome = map_documents(Against(workspace, ["conocer"]), [Path("programme.pdf")])
    >>> from mapper.reports import kinds
    >>> kinds.write("report", outcome.report, Path("out"), lang="en")

`mapper.actions` has one function for each command, `mapper.mapper.Mapper` keeps frameworks open for many documents, and
`mapper.cli` and `mapper.web` show what these give. docs/notebook.ipynb goes through all four packages.
"""
