/** The sign of the program; its name stands beside it. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <rect width="22" height="22" rx="5" fill="var(--ac)" />
      <path d="M5 7.2h12M5 11h8M5 14.8h5" stroke="var(--bg)" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="15.6" cy="14.4" r="2.2" fill="var(--bg)" />
    </svg>
  );
}
