/* The depth-1 loop of solvers/particles/reduced-step.ts in scalar C: the yardstick of bench/particles.ts, which compiles and
 * runs it. Prints the best of some repetitions in nanoseconds of processor time per particle-step, then the mean of v. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CHAINS 512
#define TAIL 3.654152885361009
#define AREA 0.004928673233974655

static double X[257], K[256], F[257];
static uint64_t S[CHAINS][4];
static double V[CHAINS];

static inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline uint64_t next_bits(uint64_t *s) {
  uint64_t out = rotl(s[0] + s[3], 23) + s[0], t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 45);
  return out;
}

static inline double fraction(uint64_t bits) { return (double)(int64_t)(bits >> 12) * 0x1p-52; }

static double __attribute__((noinline)) settle(uint64_t *s, uint64_t bits) {
  for (;;) {
    int i = bits & 255;
    double u = fraction(bits), x = u * X[i];
    int settled = u < K[i];
    if (!settled && i == 0) {
      double y;
      do {
        x = -log(fraction(next_bits(s)) + 0x1p-53) / TAIL;
        y = -log(fraction(next_bits(s)) + 0x1p-53);
      } while (2 * y <= x * x);
      x += TAIL;
      settled = 1;
    } else if (!settled) {
      settled = F[i] + (fraction(next_bits(s)) + 0x1p-53) * (F[i + 1] - F[i]) < exp(-0.5 * x * x);
    }
    if (settled) return bits & 256 ? -x : x;
    bits = next_bits(s);
  }
}

static inline double normal(uint64_t *s) {
  uint64_t bits = next_bits(s);
  int i = bits & 255;
  double u = fraction(bits);
  if (__builtin_expect(u < K[i], 1)) return bits & 256 ? -u * X[i] : u * X[i];
  return settle(s, bits);
}

/* Coefficients per unit of time, and of one whole step. */
static const double T = 0.1, dt = 1e-3, a1 = 2, a2 = 2, a3 = 3, b1 = 1, b2 = 1;
static double A, B, C, z0, k, rho, per_unit;
typedef struct {
  double a, low, high, k, rho, A;
} step_t;

static step_t step_of(double h) {
  double c = 0.5 * C * h, below = 12 - 6 * c + c * c, a = (12 + 6 * c + c * c) / below, b = 6 * B * h / below;
  step_t s = {a, b - z0, b + a * z0, k * h, rho * h, A * h};
  return s;
}

static inline double move(double s, double xi, step_t c) {
  double w = c.a * sqrt(s + c.A) + c.low, q = c.k * (xi * xi), root = sqrt(c.k * (w * w) + c.rho);
  double y = c.a * (w * (1 + q * (0.5 + q / 24)) - root * (xi * (1 + q / 6))) + c.high;
  return y * y + c.A;
}

static double __attribute__((noinline)) substeps(double s, uint64_t *state) {
  for (double left = dt, h; left > 0; left -= h) {
    h = fmin(left, s / per_unit);
    s = move(s, normal(state), step_of(h));
  }
  return s;
}

int main(int argc, char **argv) {
  int steps = argc > 1 ? atoi(argv[1]) : 1000, repetitions = argc > 2 ? atoi(argv[2]) : 100;
  A = 12 * T * a1, B = 4 * b1 - 16 * T * a2, C = 4 * T * a3 - 4 * b2, z0 = a2 / a3;
  k = 16 * T * a3, rho = 16 * T * (a1 * a3 - a2 * a2) / a3, per_unit = 256 * T * a1;
  X[0] = AREA / exp(-0.5 * TAIL * TAIL);
  X[1] = TAIL;
  for (int i = 2; i < 256; i++) X[i] = sqrt(-2 * log(AREA / X[i - 1] + exp(-0.5 * X[i - 1] * X[i - 1])));
  for (int i = 0; i < 257; i++) F[i] = exp(-0.5 * X[i] * X[i]);
  for (int i = 0; i < 256; i++) K[i] = X[i + 1] / X[i];
  uint64_t mix = 12345;
  for (int c = 0; c < CHAINS; c++) {
    V[c] = 1;
    for (int i = 0; i < 4; i++) S[c][i] = (mix = mix * 6364136223846793005u + 1442695040888963407u) ^ (mix >> 29);
  }
  const step_t whole = step_of(dt);
  double best = 1e300;
  for (int r = 0; r < repetitions; r++) {
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    /* Chains sixteen at a time, so that their square roots overlap, as in the other kernels. */
    for (int start = 0; start < CHAINS; start += 16)
      for (int n = 0; n < steps; n++)
        for (int c = start; c < start + 16; c++) {
          double xi = normal(S[c]);
          V[c] = V[c] < per_unit * dt ? substeps(V[c], S[c]) : move(V[c], xi, whole);
        }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    double ns = ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / ((double)CHAINS * steps);
    if (ns < best) best = ns;
  }
  double sum = 0;
  for (int c = 0; c < CHAINS; c++) sum += 1 / sqrt(V[c]);
  printf("%.4f %.6f\n", best, sum / CHAINS);
  return 0;
}
