"""Makes points.csv: 60 rows with a skewed x and a noise whose size depends on x, rounded to 6 digits."""

import math
import random

random.seed(20240607)
with open('points.csv', 'w', newline='') as handle:
    handle.write('x,y\n')
    for _ in range(60):
        x = 0.4 + random.gammavariate(2, 0.35) - (0.9 if random.random() < 0.25 else 0)
        y = 1.1 * x - 0.15 * x * x + 0.35 * math.sqrt(0.3 + x * x) * random.gauss(0, 1)
        handle.write(f'{x:.6g},{y:.6g}\n')
