import { OfflinePage } from '@/components/offline-page/offline-page'
// The styles of all views, as in the calendar page.
import '@/components/calendar/agenda.module.css'
import '@/components/calendar/agenda-day.module.css'
import '@/components/calendar/agenda-entry.module.css'
import '@/components/calendar/all-day-strip.module.css'
import '@/components/calendar/block.module.css'
import '@/components/calendar/block-state.module.css'
import '@/components/calendar/block-text.module.css'
import '@/components/calendar/chip.module.css'
import '@/components/calendar/crowd.module.css'
import '@/components/calendar/day-column.module.css'
import '@/components/calendar/gutter.module.css'
import '@/components/calendar/hours.module.css'
import '@/components/calendar/lanes.css'
import '@/components/calendar/month.module.css'
import '@/components/calendar/now.module.css'
import '@/components/calendar/other-calendar-marks.module.css'

/**
 * The page that the service worker shows in place of a page that cannot be loaded. Rendered by the build, without data
 * of a user and without nonces; its policy lists the hashes of its scripts (lib/server/policy.mjs).
 */
export const dynamic = 'force-static'

export const metadata = { robots: { index: false } }

export default function Offline() {
  return <OfflinePage />
}
