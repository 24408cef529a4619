import { CalendarSearch } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { later } from '@/components/shell/later'
import type { WallMs } from '@/lib/calendar/day'
import { LaterDisclosure } from '../later-disclosure'
import type { SectionProps } from './section-props'

const FindTime = later(() => import('../find-time').then((all) => all.FindTime), ['findTime'])

/** Compares the times of the guests of a timed event. */
export function FindTimeSection(props: SectionProps & { wall: WallMs }) {
  const t = useTranslations('eventEditor')
  const { kind, span, attendees } = props.form
  if (kind === 'reminder' || span.allDay || !attendees.length) return null
  return (
    <LaterDisclosure label={t('findTime')} Icon={CalendarSearch}>
      <FindTime {...props} />
    </LaterDisclosure>
  )
}
