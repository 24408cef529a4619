import type { useTranslations } from 'next-intl'
import type { Vote } from '@/lib/calendar/gatherings/choices'
import type { SlotMonth } from '@/lib/calendar/gatherings/group-slots'
import type { SlotRank } from '@/lib/calendar/gatherings/rank-slots'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'
import type { GatheringPageData, GatheringSlot } from '@/lib/schemas/gathering-page'
import type { Votes } from './ballot'

/** Translator of the namespace `gathering`. */
export type GatheringTranslator = ReturnType<typeof useTranslations<'gathering'>>

/** A calendar in which locking can create the event: id, name. */
export type TargetCalendar = readonly [id: string, name: string]

/** Props of both layouts of the voting: the table and the cards. */
export interface VotingProps {
  page: GatheringPageData
  months: SlotMonth<GatheringSlot>[]
  ranks: Map<string, SlotRank> | null
  /** The viewer's votes with unsaved edits. */
  votes: Votes
  /** Whether the viewer can vote now. */
  canVote: boolean
  format: ZonedDateFormat
  today: number
  t: GatheringTranslator
  onChoose(slot: string, vote: Vote | null): void
}
