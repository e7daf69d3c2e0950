/** `12 s left`, from the share done in `elapsed` milliseconds; empty before anything is done, minutes from 100 s on. */
export function timeLeft(share: number, elapsed: number): string {
  if (!(share > 0)) return '';
  const left = ((elapsed / share) * (1 - share)) / 1000;
  if (left >= 100) return `${(left / 60).toFixed(0)} min left`;
  return `${left.toFixed(left < 10 ? 1 : 0)} s left`;
}
