"""What is said of records, once for every form: `blocks` is what a report says, `kinds` which reports there are.

`page`, `workbook`, `word` and `terminal` write any report, `record_json` any record; `mapping` is the report of a
mapping, those of other rooms are their `sections`.
"""
