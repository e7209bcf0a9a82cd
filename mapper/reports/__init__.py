"""Reports of records: `blocks` are the data of a report, `kinds` lists the reports, the other modules write them.

`page`, `workbook`, `word` and `terminal` write any report, `record_json` any record; `mapping` is the report of a
mapping, those of other rooms are their `sections`.
"""
