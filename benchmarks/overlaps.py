"""How long the overlaps of a registry take: `python benchmarks/overlaps.py ../shared/data/renec/ec_standards_api.json`.

Reading the registry is not counted; the promise is 2 s for RENEC's 1,477 standards, compared by title.
"""

import time

from arguments import given

from corpora import frameworks
from mapper.between.overlaps.find import find_overlaps

registry = frameworks.load(given(__doc__, registry=None))
began = time.perf_counter()
found = find_overlaps([registry])
seconds = time.perf_counter() - began
different = sum(pair.same_committee is False for pair in found.pairs)
print(
    f"{found.standards:,} standards: {len(found.pairs)} pairs, {different} of different committees, in {seconds:.2f} s"
)
