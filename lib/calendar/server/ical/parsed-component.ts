import type { EventContent } from '@/lib/calendar/event'
import { isOlder, type Version } from '../incoming/version'
import type { ComponentFields } from './fields'
import type { ContentLine } from './line'

/** A parsed VEVENT or VTODO. Its times are parsed later, once the zones of the file are known. */
export interface ParsedComponent extends Version {
  line: number
  uid: string | null
  /** X-KINDAY-ID: id of the exported event. */
  kindayId: string | null
  kind: EventContent['kind'] | null
  isTodo: boolean
  fields: ComponentFields
  start: ContentLine | null
  end: ContentLine | null
  due: ContentLine | null
  duration: ContentLine | null
  recurrenceId: ContentLine | null
  rules: ContentLine[]
  dates: ContentLine[]
  exclusions: ContentLine[]
  /** Whether it has no content besides its times, as is common for cancelled instances. */
  isBare: boolean
}

/** Returns the newest of several components of one event or instance (RFC 5546 §2.1.5). */
export function newestVersion(components: readonly ParsedComponent[]): ParsedComponent | undefined {
  return components.reduce<ParsedComponent | undefined>(
    (newest, component) => (!newest || isOlder(newest, component) ? component : newest),
    undefined,
  )
}

/** Returns whether a component only cancels. An import then changes the status and keeps the other fields. */
export function isBareCancel({ isBare, fields }: Pick<ParsedComponent, 'isBare' | 'fields'>): boolean {
  return isBare && fields.status === 'cancelled'
}
