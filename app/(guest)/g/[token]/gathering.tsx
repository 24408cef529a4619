import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import AppLayout from '@/app/(app)/layout'
import { errorTextOf } from '@/components/forms/error-text'
import { ClaimParticipation } from '@/components/gatherings/claim-participation'
import { GatheringPage } from '@/components/gatherings/gathering-page'
import { GuestGathering } from '@/components/gatherings/guest-page'
import { GuestComments } from '@/components/guest/guest-comments'
import { GuestFrame } from '@/components/guest/guest-frame'
import { takenText } from '@/components/guest/guest-sheet'
import { GuestTasks } from '@/components/guest/guest-tasks'
import { LanguageForm } from '@/components/guest/option-forms'
import { fieldTexts } from '@/components/guest/plain-form-field'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { isAtLeast } from '@/lib/calendar/roles'
import { currentUser, requestReach, viewerOf } from '@/lib/http/actor'
import { keptParticipantPath, readGatheringPage } from '@/lib/http/gathering-page'
import { readRefusedForm } from '@/lib/http/guest-form-state'
import { guestFormat, guestLocale } from '@/lib/http/guest-format'
import { ownOrigin } from '@/lib/http/own-origin'
import { gatheringStreams } from '@/lib/queries/gathering-streams'
import { canMailParticipants } from '@/lib/queries/gatherings'
import { streamsOf } from '@/lib/queries/streams'
import { channelOf, presenceChannel, streamName } from '@/lib/realtime/channels'
import { realtimeSettings } from '@/lib/realtime/settings'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import type { GuestCommentPage, GuestTask } from '@/lib/schemas/guest-page'
import { languageOf } from '@/lib/schemas/languages'
import { GatheringPresence } from './gathering-presence'

/** The query of the page: what the last form did, or the key of a refused form. */
export interface GatheringQuery {
  done: string | undefined
  refused: string | undefined
}

/** The page of a gathering by its address: in the app for users, as a single card for visitors. */
export async function GatheringBySlug({ slug, asked }: { slug: string; asked: GatheringQuery }) {
  const user = await currentUser()
  const now = Date.now()
  const page = await readGatheringPage(slug)
  if (!page) notFound()
  if (!user) {
    const path = await keptParticipantPath(slug)
    if (path) redirect(path)
    return <GuestGatheringPage page={page} path={`/g/${slug}`} asked={asked} now={now} locale={null} />
  }
  const { reach } = await requestReach()
  const calendars = reach.calendars
    .filter(({ level }) => isAtLeast(level, 'editor'))
    .map(({ id, name }) => [id, name] as const)
  const streams = await gatheringStreams(db, user.id, [page.gathering.id])
  return (
    <AppLayout>
      <ClientMessages namespaces={['gathering', 'event', 'errors', 'change']}>
        <GatheringPage
          initial={page}
          viewer={viewerOf(user)}
          calendars={calendars}
          streams={{ ...streamsOf(reach), ...streams }}
          realtime={realtimeSettings()}
          now={now}
          userAgent={(await headers()).get('user-agent') ?? ''}
        />
      </ClientMessages>
    </AppLayout>
  )
}

/** The page of a gathering for a visitor, or for the holder of a personal link. */
export async function GuestGatheringPage({
  page,
  path,
  asked,
  now,
  locale: chosen,
  claim = null,
  comments,
  tasks,
}: {
  page: GatheringPageData
  path: string
  asked: GatheringQuery
  now: number
  /** The language that the guest chose. */
  locale: string | null
  /** The token of the personal link and the name of the signed-in user who opened it. */
  claim?: { token: string; name: string } | null
  /** The comments, for the holder of a personal link. */
  comments?: GuestCommentPage | undefined
  tasks?: GuestTask[] | undefined
}) {
  const locale = await guestLocale(chosen)
  const [t, event, errors, guest, words, app, messages] = await Promise.all([
    getTranslations({ locale, namespace: 'gathering' }),
    getTranslations({ locale, namespace: 'event' }),
    getTranslations({ locale, namespace: 'errors' }),
    getTranslations({ locale, namespace: 'guest' }),
    getTranslations({ locale, namespace: 'tasks' }),
    getTranslations({ locale, namespace: 'app' }),
    getMessages({ locale }),
  ])
  const zone = page.gathering.timeZone
  const { format } = guestFormat(locale, {
    ...{ type: 'timed', start: '2000-01-01T00:00:00', startZone: zone },
    ...{ end: '2000-01-01T00:00:00', endZone: zone },
  })
  const errorText = errorTextOf(errors, locale)
  const refused = await readRefusedForm(asked.refused)
  const isCommentForm = refused?.values.text !== undefined || refused?.values.remove !== undefined
  const isTaskForm = refused?.values.task !== undefined
  const refusedTexts = refused && {
    values: refused.values,
    text: takenText(refused.error, words) ?? errorText.form(refused.error),
    fields: fieldTexts(refused.error.fields, (error) =>
      error.code === 'taken' ? t('nameTaken') : errorText.field(error),
    ),
  }
  const formPath = `/api/gatherings${path.slice('/g'.length)}`
  return (
    <GuestFrame
      locale={locale}
      app={app('name')}
      isWide
      footer={
        <>
          {page.viewer === null && (
            <p>
              <a href={`/sign-in?to=${encodeURIComponent(path)}`}>{t('signIn')}</a>
            </p>
          )}
          <LanguageForm formPath={formPath} occurrence={null} current={languageOf(locale)} t={guest} />
        </>
      }
    >
      <NextIntlClientProvider locale={locale} messages={{ gathering: messages.gathering }}>
        {claim && <ClaimParticipation {...claim} />}
        <GuestGathering
          page={page}
          format={format}
          now={now}
          userAgent={(await headers()).get('user-agent') ?? ''}
          formPath={formPath}
          personalLink={page.viewer && `${await ownOrigin()}${path}`}
          isAddressOffered={await canMailParticipants(db, page.gathering.id)}
          done={asked.done}
          refused={isCommentForm || isTaskForm ? undefined : refusedTexts}
          t={t}
          event={event}
          presence={
            <GatheringPresence
              source={
                page.viewer || page.gathering.access === 'link'
                  ? {
                      settings: realtimeSettings(),
                      channel: channelOf(streamName('gathering', page.gathering.id)),
                      ...(!page.gathering.participantsHidden && {
                        presence: presenceChannel(page.gathering.id),
                      }),
                      authPath: `${formPath}/realtime`,
                    }
                  : null
              }
              loadedAt={now}
            />
          }
        />
        {tasks && (
          <GuestTasks
            {...{ tasks, formPath, format, now, words }}
            occurrence={null}
            canClaim={page.can.comment}
            isSaved={asked.done === 'task'}
            refused={isTaskForm ? refusedTexts : undefined}
            t={guest}
          />
        )}
        {comments && (
          <GuestComments
            page={{ comments, occurrence: null }}
            {...{ path, formPath, format, now }}
            idempotencyKey={randomUUID()}
            refused={isCommentForm ? refusedTexts : undefined}
            t={guest}
          />
        )}
      </NextIntlClientProvider>
    </GuestFrame>
  )
}
