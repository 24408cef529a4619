import { TEXT_FIELDS } from '@/lib/calendar/event-fields'
import { isWebLink } from '@/lib/calendar/links'
import { line, prose } from './text'

const { title, description, location, url } = TEXT_FIELDS

/** The text fields of an event. */
export const eventTexts = {
  title: line(title.maxLength),
  description: prose(description.maxLength),
  location: line(location.maxLength),
  /** A web or e-mail address. A web address can be typed without its scheme. */
  url: line(url.maxLength)
    .transform((text) => (text && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? `https://${text}` : text))
    .refine((text) => text === '' || isWebLink(text), 'invalid'),
}

/** As {@link eventTexts}, empty if not given. */
export const optionalTexts = {
  title: eventTexts.title.default(''),
  description: eventTexts.description.default(''),
  location: eventTexts.location.default(''),
  url: eventTexts.url.default(''),
}
