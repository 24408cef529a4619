import { Link2, MapPin, Paperclip, Video } from 'lucide-react'
import type { useTranslations } from 'next-intl'
import { ExternalLink, LinkedText } from '@/components/ui/linked-text'
import { type EventLink, linkParts, mapLink } from '@/lib/calendar/links'

const ICONS = { url: Link2, conference: Video, attachment: Paperclip }

/** Props of a line with an icon, in the app and on the page of a guest. */
interface LineProps {
  className: string | undefined
  iconSize: number
  t: ReturnType<typeof useTranslations<'event'>>
}

/** The URL of an event, and the links that were imported with it: conferences, attachments. */
export function EventLinks({
  url,
  links,
  className,
  iconSize,
  t,
}: LineProps & { url: string; links: readonly EventLink[] }) {
  const urlLinks: EventLink[] = url ? [{ kind: 'url', href: url, label: null }] : []
  return [...urlLinks, ...links.filter(({ href }) => href !== url)].map(({ kind, href, label }) => {
    const Icon = ICONS[kind]
    return (
      <p className={className} key={href}>
        <Icon size={iconSize} role="img" aria-label={t(`links.${kind}`)} />
        <ExternalLink href={href}>
          {label ?? href.replace(/^https?:\/\/|^tel:|^mailto:|\/$/g, '')}
        </ExternalLink>
      </p>
    )
  })
}

/**
 * The location of an event: a link to a map, or, if it contains URLs, its text with these as links.
 * @param props `userAgent`: that of the viewer's browser, which determines the map app
 */
export function EventLocation({
  location,
  userAgent,
  className,
  iconSize,
  t,
}: LineProps & { location: string; userAgent: string }) {
  const isPlace = linkParts(location).every(({ href }) => !href)
  return (
    <p className={className}>
      <MapPin size={iconSize} role="img" aria-label={t('location')} />
      <bdi>
        {isPlace ? (
          <a
            href={mapLink(location, userAgent)}
            target="_blank"
            rel="noopener noreferrer"
            title={t('openMap')}
          >
            {location}
          </a>
        ) : (
          <LinkedText text={location} />
        )}
      </bdi>
    </p>
  )
}
