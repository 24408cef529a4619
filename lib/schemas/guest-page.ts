import type { AppliedAnswer } from '@/lib/calendar/answers'
import type { Attachment } from '@/lib/calendar/attachment'
import type { EventLink } from '@/lib/calendar/links'
import type { AnswerStatus } from '@/lib/calendar/participant'
import type { RecurrenceId, Series } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { Due } from '@/lib/calendar/tasks/due'
import type { TaskStatus } from '@/lib/calendar/tasks/task'
import type { Comment } from './comments'

/** An event as the page of a guest's link shows it: as a whole, or one occurrence of a series. */
export interface GuestPage {
  event: string
  version: number
  title: string
  description: string
  location: string
  url: string
  links: EventLink[]
  /** Empty for the holder of a public link. */
  attachments: Attachment[]
  color: string | null
  isCancelled: boolean
  /** Time of the event or occurrence. For a series as a whole, the time of its next occurrence. */
  span: Span
  isOver: boolean
  /** The occurrence that is shown; null for a single event or a whole series. */
  occurrence: RecurrenceId | null
  /** Time and recurrence of a series; null for a single event, and for a guest of single occurrences. */
  series: Pick<Series, 'span' | 'recurrence'> | null
  /** Whether the guest is invited to the whole series. */
  isSeriesGuest: boolean
  /** The next occurrences of a series that the guest is invited to. */
  dates: { id: RecurrenceId; span: Span; status: AnswerStatus }[]
  organizer: string | null
  answer: AppliedAnswer
  /** Whether the guest accepted and waits for a place. */
  isWaiting: boolean
  name: string | null
  email: string | null
  answerBy: string | null
  /** Whether a visitor of a public link may give an address. */
  isAddressOffered: boolean
  capacity: number | null
  /** All guests; null if the organizer hides them. */
  guests: PageGuest[] | null
  /** The comments on the event; null if guests may not see them. */
  comments: GuestCommentPage | null
  /** The sign-up sheets of the event and of the occurrence; none for the holder of a public link. */
  tasks: GuestTask[]
  /** The guest's link to the later part of a series that was split. */
  continuedBy: string | null
}

/** A guest as other guests see them. */
export interface PageGuest {
  id: string
  name: string
  status: AnswerStatus
  partySize: number
  /** Whether the guest waits for a place. */
  isWaiting: boolean
}

/** A task on the page of a guest without an account. */
export interface GuestTask {
  id: string
  title: string
  /** Empty for a task that is no sign-up sheet. */
  note: string
  due: Due | null
  status: TaskStatus
  /** Name of the person who does it; null if nobody does, or if the guest may not know who. */
  assignee: string | null
  /** For a sign-up sheet: the number that people can take of it together. */
  wanted: number | null
  taken: number
  claims: { id: string; name: string | null; quantity: number; comment: string; isOwn: boolean }[]
}

/** Comments on an event as its guests see them, oldest first. */
export interface GuestCommentPage {
  items: (Pick<Comment, 'id' | 'author' | 'text' | 'at' | 'isEdited'> & { isOwn: boolean })[]
  /** Names of the mentioned users by id. */
  names: Record<string, string>
  /** Id of the first comment, if there are earlier ones. */
  earlier: string | null
}
