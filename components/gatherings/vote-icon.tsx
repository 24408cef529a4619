import { Check, X } from 'lucide-react'
import type { Vote } from '@/lib/calendar/gatherings/choices'

/** Mark of a vote. Its shape differs, too, since not everyone can tell the colors apart. */
export function VoteIcon({ vote, size = 16 }: { vote: Vote; size?: number }) {
  if (vote === 'yes') return <Check size={size} strokeWidth={2.5} aria-hidden />
  if (vote === 'no') return <X size={size} strokeWidth={2.25} aria-hidden />
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.25"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M6 4c-3.2 4.6-3.2 11.4 0 16M18 4c3.2 4.6 3.2 11.4 0 16M8.5 12.5l2.3 2.3 4.7-5.6" />
    </svg>
  )
}
