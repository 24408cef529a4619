import { AlignLeft, Paperclip } from 'lucide-react'
import { EventLinks, EventLocation } from '@/components/event/event-links'
import { LinkedText } from '@/components/ui/linked-text'
import { canShowInline } from '@/lib/calendar/attachment'
import type { EventTranslator } from '@/lib/event-text/when-text'
import styles from './guest.module.css'
import type { GuestProps } from './guest-props'

/** Location, links, attachments and description of an event. */
export function GuestEvent({
  page,
  path,
  userAgent,
  t,
  event,
}: Pick<GuestProps, 'page' | 'path' | 't'> & {
  /** User agent of the guest's browser. */
  userAgent: string
  event: EventTranslator
}) {
  const { location, url, links, attachments, description } = page
  const line = { className: styles.fact, iconSize: 18, t: event }
  return (
    <div className={styles.facts}>
      {location && <EventLocation {...line} location={location} userAgent={userAgent} />}
      <EventLinks {...line} url={url} links={links} />
      {attachments.map((attachment) => (
        <p key={attachment.id} className={styles.fact}>
          <Paperclip size={18} role="img" aria-label={event('links.attachment')} />
          <a
            href={`${path}/attachments/${attachment.id}${canShowInline(attachment) ? '?form=inline' : ''}`}
            target="_blank"
            rel="noopener"
            dir="auto"
          >
            {attachment.name}
          </a>
        </p>
      ))}
      {description && (
        <div className={styles.fact}>
          <AlignLeft size={18} role="img" aria-label={t('description')} />
          <p className={styles.description} dir="auto">
            <LinkedText text={description} />
          </p>
        </div>
      )}
    </div>
  )
}
