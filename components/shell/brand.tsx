'use no memo'

/** The logo: a calendar page with two circles. */
export function Brand({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="2" y="4" width="20" height="18" rx="5.5" fill="var(--accent)" />
      <path d="M7.5 2v4M16.5 2v4" stroke="var(--accent)" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="9.4" cy="14" r="3.6" fill="var(--accent-ink)" />
      <circle cx="14.6" cy="14" r="3.6" fill="var(--accent-ink)" fillOpacity="0.55" />
    </svg>
  )
}
