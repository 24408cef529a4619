import { TEXT_FIELDS } from '@/lib/calendar/event-fields'
import { line, prose } from './text'

const { title, description, location } = TEXT_FIELDS

/** The text fields of an event. */
export const eventTexts = {
  title: line(title.maxLength),
  description: prose(description.maxLength),
  location: line(location.maxLength),
}

/** As {@link eventTexts}, empty if not given. */
export const optionalTexts = {
  title: eventTexts.title.default(''),
  description: eventTexts.description.default(''),
  location: eventTexts.location.default(''),
}
