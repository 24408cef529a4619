import {
  FileText,
  Folder,
  Image as ImageIcon,
  Link2,
  MapPin,
  Paperclip,
  Phone,
  Presentation,
  Table,
  Video,
} from 'lucide-react'
import type { useTranslations } from 'next-intl'
import { ExternalLink, LinkedText } from '@/components/ui/linked-text'
import { type EventLink, linkParts, mapLink } from '@/lib/calendar/links'
import styles from './event-links.module.css'

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
  const urlLinks: EventLink[] = url ? [{ kind: 'url', href: url, label: null, type: null }] : []
  const all = [...urlLinks, ...links.filter(({ href, kind }) => href !== url || kind === 'video')]
  // The button stands first: the user looks for it in a hurry.
  const video = all.find(({ kind }) => kind === 'video')
  return (
    <>
      {video && (
        <p className={`${className} ${styles.join}`}>
          <Video size={iconSize} aria-hidden />
          <span>
            <a
              className="button primary"
              href={video.href}
              target="_blank"
              rel="noopener noreferrer"
              title={video.href}
            >
              {t('join')}
            </a>
            <bdi className="muted">{video.label ?? textOf(video.href.replace(/[?#].*$/, ''))}</bdi>
          </span>
        </p>
      )}
      {all
        .filter((link) => link !== video && link.href !== video?.href)
        .map((link) => {
          const Icon = iconOf(link)
          return (
            <p className={className} key={link.href}>
              <Icon size={iconSize} role="img" aria-label={t(`links.${link.kind}`)} />
              <ExternalLink href={link.href}>{link.label ?? textOf(link.href)}</ExternalLink>
            </p>
          )
        })}
    </>
  )
}

function iconOf({ kind, href, type }: EventLink) {
  if (kind === 'conference') return href.startsWith('tel:') ? Phone : Link2
  if (kind !== 'attachment') return kind === 'video' ? Video : Link2
  return FILE_ICONS.find(([pattern]) => pattern.test(type ?? ''))?.[1] ?? Paperclip
}

/**
 * Icons of files by their media types, also those of Google's (application/vnd.google-apps.…) and Microsoft's programs.
 */
const FILE_ICONS = [
  [/^image\/|\.(drawing|photo)$/, ImageIcon],
  [/^video\//, Video],
  [/\.folder$/, Folder],
  [/spreadsheet|excel|csv$/, Table],
  [/presentation|powerpoint/, Presentation],
  [/^text\/|document|word|pdf$/, FileText],
] as const

function textOf(href: string): string {
  return href.replace(/^https?:\/\/|^tel:|^mailto:|\/$/g, '')
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
