import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { ActionResponse, ApiClient, ApiClients } from '@/test/clients/api-client'

export const CLIENT_ROLES = ['owner', 'admin', 'editor', 'viewer', 'sharee', 'stranger', 'nobody'] as const
export type ClientRole = (typeof CLIENT_ROLES)[number]

export const PASSWORD = 'a long enough password'

/** A client for each role: four members, a user with a free/busy share, a stranger, and a signed-out client. */
export type RoleClients = Record<ClientRole, ApiClient>

/** A group with one of everything that an operation can refer to. */
export interface Scenario {
  group: string
  calendar: string
  event: string
  /** The changeset that created the event. */
  changeset: string
  privateEvent: string
  /** An event of the editor that is hidden from the admin, and the changeset that renamed it. */
  hidden: { id: string; changeset: string }
  /** An event that was changed once, and the changeset of the change. */
  editedEvent: { id: string; changeset: string }
  /** An event that the viewer is invited to and has answered, and the answer's changeset. */
  answeredEvent: { id: string; changeset: string }
  /**
   * Comments that contain the secret of their event: by the viewer and by the owner on the event, by the owner on the
   * private one, by the editor on the hidden one, and by the viewer, with the shared secret, a message to the group and
   * a comment on the gathering of its members.
   */
  comments: Record<'event' | 'byOwner' | 'private' | 'hidden' | 'group' | 'gathering', string>
  /**
   * A list with tasks that contain the shared secret; one is assigned to the viewer. The lists of the event, the
   * private and the hidden one and of the gathering of members, each with a task that contains the secret of its owner.
   */
  tasks: Record<'list' | 'task' | 'ofViewer' | 'event' | 'private' | 'hidden' | 'gathering', string>
  /** Sign-up sheets of the list of the group, the event, the private and the hidden one, and of the gathering. */
  sheets: Record<'list' | 'event' | 'private' | 'hidden' | 'gathering', string>
  /** Duties that nobody has claimed, and one that is assigned to the viewer. */
  duties: Record<'list' | 'ofViewer' | 'event' | 'private' | 'hidden' | 'gathering', string>
  /** Links to the answered event: of a guest with the address guest@example.org, a public and a revoked one. */
  guestLinks: { personal: string; public: string; revoked: string }
  /**
   * Gatherings of the group with a slot: for its members, whose texts contain the shared secret; for invited people
   * (the viewer), with the private secret; open to everyone who has its address, with the shared secret; and in the
   * trash. `participant`: the viewer, or a guest of the open one.
   */
  gatherings: Record<
    'members' | 'invited' | 'open' | 'trashed',
    { id: string; slug: string; slot: string; participant: string }
  >
  /** The changesets by which the owner added a slot to gatherings. */
  addedSlots: Record<'members' | 'invited', string>
  /** A member of the group without an account, whose name contains the shared secret. */
  child: string
  invitation: { id: string; token: string }
  /** An invitation to the stranger's address, which is verified. */
  emailInvitation: string
  /** An event that invites the stranger's address. */
  eventInvitation: string
  /** A deleted group of the owner. */
  deletedGroup: string
  /** The picture of the group. */
  picture: string
  /** Attachments of the event, the private, the hidden and the answered event. */
  attachments: Record<'shared' | 'private' | 'hidden' | 'answered', string>
  /** A file of each user that is not attached. */
  drafts: Record<Exclude<ClientRole, 'nobody'>, string>
  /** The sharee's share of the calendar. */
  share: string
  /** A pending share of the second calendar with the stranger's address. */
  pendingShare: string
  /** Another calendar of the group, with placements of the event and, as busy, of a private event today. */
  secondCalendar: string
  /** The group's trash: an event that contains the shared secret, a calendar, and a list of tasks. */
  trashed: { event: string; calendar: string; taskList: string }
  /** Feeds of the calendar by level. */
  feeds: Record<'full' | 'busy', { id: string; path: string }>
  /** Another session of the owner. */
  session: string
  /** The owner's device that receives push messages, of that session. */
  device: string
  /** The viewer's notification that reminds of the event. */
  reminder: string
  /** Texts of the events that only some roles may see. Every answer is searched for them. */
  secrets: { shared: string; private: string; hidden: string }
  /** A queued job. */
  job: string
  /** A failed delivery. */
  delivery: string
  /** A reminder that was sent to the viewer. */
  dueAlarm: string
  /** An account that the owner has connected, one of its calendars that is synced with the calendar, and a conflict. */
  synced: { connection: string; binding: string; run: string; conflict: string }
  ids: Record<Exclude<ClientRole, 'nobody'>, string>
  emails: Record<Exclude<ClientRole, 'nobody'>, string>
}

export async function createRoleClients(
  clients: ApiClients,
): Promise<{ callers: RoleClients; emails: Scenario['emails'] }> {
  const callers = { nobody: clients.withInvalidSession() } as RoleClients
  // The first account becomes the administrator, so it gets no role.
  await clients.signedUp('Zq first')
  const emails = {} as Scenario['emails']
  for (const role of CLIENT_ROLES) {
    if (role === 'nobody') continue
    const { client, email } = await clients.signedUp(`Zq ${role}`)
    callers[role] = client
    emails[role] = email
  }
  return { callers, emails }
}

export async function makeScenario(
  sql: postgres.Sql,
  callers: RoleClients,
  emails: Scenario['emails'],
): Promise<Scenario> {
  const rows = await sql`select id, email from users where email in ${sql(Object.values(emails))}`
  const ids = Object.fromEntries(
    Object.entries(emails).map(([role, email]) => [role, rows.find((row) => row.email === email)!.id]),
  ) as Scenario['ids']
  const { id: group, calendarId: calendar } = expectOk(
    await callers.owner.callAction('groups/createGroup', { name: 'Zq group' }),
  ).result!
  for (const role of ['admin', 'editor', 'viewer'] as const) {
    const { token } = expectOk(await callers.owner.callAction('groups/createInvitation', { group, role }))
      .result!
    expectOk(await callers[role].callAction('groups/joinGroup', { token }))
  }
  const [share, pendingShare, secondCalendar, trashedCalendar] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ]
  await sql`insert into shares (id, calendar_id, user_id, level, accepted_at)
    values (${share}, ${calendar!}, ${ids.sharee}, 'freebusy', now())`
  await sql`insert into calendars (id, owner_group_id, name, color, deleted_at) values
    (${secondCalendar}, ${group!}, 'Zq second', 'teal', null), (${trashedCalendar}, ${group!}, 'Zq gone', 'teal', now())`
  await sql`insert into shares (id, calendar_id, email, level, created_by)
    values (${pendingShare}, ${secondCalendar}, ${emails.stranger}, 'owner', ${ids.owner})`
  const secrets = {
    shared: `shared-${randomUUID()}`,
    private: `private-${randomUUID()}`,
    hidden: `hidden-${randomUUID()}`,
  }
  const child = expectOk(
    await callers.owner.callAction('groups/addManagedMember', { group, name: `Zq ${secrets.shared}` }),
  ).result!.user!
  const shared = expectOk(
    await callers.owner.callAction('events/createEvent', eventIn(calendar!, secrets.shared)),
  )
  const privateEvent = expectOk(
    await callers.owner.callAction('events/createEvent', {
      ...eventIn(calendar!, secrets.private),
      visibility: 'private',
    }),
  )
  const hiddenEvent = expectOk(
    await callers.editor.callAction('events/createEvent', {
      ...eventIn(calendar!, secrets.hidden),
      hiddenFrom: [ids.admin],
    }),
  ).result!.id!
  const renamed = expectOk(
    await callers.editor.callAction('events/updateEvent', {
      ...{ id: hiddenEvent, version: 1, patch: { title: `${secrets.hidden} again` } },
    }),
  )
  // Events of today contain the same secrets as events with a fixed date.
  const edited = expectOk(
    await callers.owner.callAction('events/createEvent', eventIn(calendar!, secrets.shared, today())),
  ).result!.id!
  const edit = { id: edited, version: 1, patch: { busy: false } }
  const { changeset } = expectOk(await callers.owner.callAction('events/updateEvent', edit))
  const invited = expectOk(
    await callers.owner.callAction('events/createEvent', {
      ...eventIn(calendar!, secrets.shared),
      attendees: [ids.viewer, { email: 'guest@example.org' }],
    }),
  ).result!.id!
  // The stranger may read its title.
  const eventInvitation = expectOk(
    await callers.owner.callAction('events/createEvent', {
      ...{ ...eventIn(calendar!, secrets.shared, '2126-11-21'), title: 'Zq invitation' },
      attendees: [{ email: emails.stranger }],
    }),
  ).result!.id!
  const gatherings = await insertGatherings(sql, ids, group!, secrets)
  const addSlot = async (gathering: string) => {
    const slots = [{ type: 'all-day', start: '2127-03-01', end: '2127-03-02' }]
    return expectOk(await callers.owner.callAction('gatherings/addSlots', { gathering, slots })).changeset!
  }
  const comment = async (author: ApiClient, thread: Record<string, string>, text: string) =>
    expectOk(await author.callAction('comments/addComment', { ...thread, text })).result!.id!
  const list = expectOk(await callers.owner.callAction('tasks/createTaskList', { group, name: 'Zq list' }))
    .result!.id!
  const added = expectOk(
    await callers.owner.callAction('tasks/addTasks', {
      list,
      tasks: [{ title: secrets.shared }, { title: secrets.shared, assignee: ids.viewer }],
    }),
  ).result!.ids!
  const openList = async (caller: ApiClient, owner: Record<string, string>, title: string) => {
    const id = expectOk(await caller.callAction('tasks/openTaskList', owner)).result!.id!
    expectOk(await caller.callAction('tasks/addTasks', { list: id, tasks: [{ title }] }))
    return id
  }
  const tasks = {
    ...{ list, task: added[0]!, ofViewer: added[1]! },
    event: await openList(callers.owner, { event: shared.result!.id! }, secrets.shared),
    private: await openList(callers.owner, { event: privateEvent.result!.id! }, secrets.private),
    hidden: await openList(callers.editor, { event: hiddenEvent }, secrets.hidden),
    gathering: await openList(callers.owner, { gathering: gatherings.members.id }, secrets.shared),
  }
  const addSheet = async (list: string, title: string) =>
    expectOk(await callers.owner.callAction('tasks/addTasks', { list, tasks: [{ title, wanted: 2 }] }))
      .result!.ids![0]!
  const sheets = {
    list: await addSheet(tasks.list, secrets.shared),
    event: await addSheet(tasks.event, secrets.shared),
    private: await addSheet(tasks.private, secrets.private),
    hidden: expectOk(
      await callers.editor.callAction('tasks/addTasks', {
        ...{ list: tasks.hidden, tasks: [{ title: secrets.hidden, wanted: 2 }] },
      }),
    ).result!.ids![0]!,
    gathering: await addSheet(tasks.gathering, secrets.shared),
  }
  const addDuty = async (list: string, title: string, by = callers.owner, assignee?: string) =>
    expectOk(
      await by.callAction('tasks/addTasks', {
        ...{ list, tasks: [{ title, duty: 60, ...(assignee && { assignee }) }] },
      }),
    ).result!.ids![0]!
  const duties = {
    list: await addDuty(tasks.list, secrets.shared),
    ofViewer: await addDuty(tasks.list, secrets.shared, callers.owner, ids.viewer),
    event: await addDuty(tasks.event, secrets.shared),
    private: await addDuty(tasks.private, secrets.private),
    hidden: await addDuty(tasks.hidden, secrets.hidden, callers.editor),
    gathering: await addDuty(tasks.gathering, secrets.shared),
  }
  const comments = {
    event: await comment(callers.viewer, { event: shared.result!.id! }, secrets.shared),
    byOwner: await comment(callers.owner, { event: shared.result!.id! }, secrets.shared),
    private: await comment(callers.owner, { event: privateEvent.result!.id! }, secrets.private),
    hidden: await comment(callers.editor, { event: hiddenEvent }, secrets.hidden),
    group: await comment(callers.viewer, { group: group! }, secrets.shared),
    gathering: await comment(callers.viewer, { gathering: gatherings.members.id }, secrets.shared),
  }
  const [personal] = await sql`select id from guest_links where event_id = ${invited}`
  const publicLink = expectOk(await callers.owner.callAction('guests/createPublicLink', { event: invited }))
    .result!.id!
  const answer = expectOk(
    await callers.viewer.callAction('events/answerEvent', { id: invited, version: 1, status: 'tentative' }),
  )
  const trashedEvent = expectOk(
    await callers.owner.callAction('events/createEvent', eventIn(calendar!, secrets.shared)),
  ).result!.id!
  expectOk(await callers.owner.callAction('events/deleteEvent', { id: trashedEvent }))
  const trashedList = { group, name: 'Zq gone' }
  const taskList = expectOk(await callers.owner.callAction('tasks/createTaskList', trashedList)).result!.id!
  expectOk(await callers.owner.callAction('tasks/deleteTaskList', { list: taskList }))
  expectOk(
    await callers.owner.callAction('events/placeEvent', {
      event: shared.result!.id,
      calendar: secondCalendar,
    }),
  )
  const privateToday = { ...eventIn(calendar!, secrets.private, today()), visibility: 'private' }
  const { result } = expectOk(await callers.owner.callAction('events/createEvent', privateToday))
  expectOk(
    await callers.owner.callAction('events/placeEvent', {
      event: result!.id,
      calendar: secondCalendar,
      detail: 'busy',
    }),
  )
  const { id, token } = expectOk(await callers.owner.callAction('groups/createInvitation', { group })).result!
  const [session] = await sql`
    insert into sessions (session_token, user_id, expires)
    values (${randomUUID()}, ${ids.owner}, now() + interval '1 day') returning id`
  const device = randomUUID()
  await sql`insert into push_subscriptions (id, user_id, session_id, endpoint, p256dh, auth)
    values (${device}, ${ids.owner}, ${session!.id}, ${`https://push.example.org/${device}`}, '', '')`
  const feed = async (level: 'full' | 'busy') => {
    const { id, path } = expectOk(
      await callers.owner.callAction('calendars/createFeed', { calendar: calendar!, level }),
    ).result!
    return { id: id!, path: path! }
  }
  const emailInvitation = randomUUID()
  await sql`update users set email_verified = now() where id = ${ids.stranger}`
  await sql`insert into invitations (id, group_id, role, token_hash, email, created_by, created_at, expires_at, max_uses)
    values (${emailInvitation}, ${group!}, 'editor', ${randomUUID()}, ${emails.stranger}, ${ids.owner},
      now() - interval '2 days', now() + interval '1 day', 1)`
  const picture = randomUUID()
  await sql`insert into pictures (id, type, width, height, data, created_by)
    values (${picture}, 'image/webp', 1, 1, ${Buffer.from('a picture')}, ${ids.owner})`
  await sql`update groups set image = ${`/api/pictures/${picture}`} where id = ${group!}`
  const { attachments, drafts } = await attachFiles(sql, callers, ids, [
    { key: 'shared', event: shared.result!.id!, name: secrets.shared },
    { key: 'private', event: privateEvent.result!.id!, name: secrets.private },
    { key: 'hidden', event: hiddenEvent, name: secrets.hidden },
    { key: 'answered', event: invited, name: secrets.shared },
  ])
  const { id: deletedGroup } = expectOk(
    await callers.owner.callAction('groups/createGroup', { name: 'Zq gone' }),
  ).result!
  expectOk(await callers.owner.callAction('groups/deleteGroup', { group: deletedGroup }))
  const [queued] = await sql`
    select id::text as job from graphile_worker.add_job('purge', '{}', run_at := now() + interval '1 day')`
  const revoked = randomUUID()
  await sql`insert into guest_links (id, event_id, email, revoked_at)
    values (${revoked}, ${invited}, 'guest@example.org', now())`
  const reminder = randomUUID()
  await sql`insert into notifications (id, user_id, kind, event_id, starts_at)
    values (${reminder}, ${ids.viewer}, 'reminder', ${shared.result!.id!}, now())`
  const dueAlarm = randomUUID()
  await sql`insert into alarm_due (id, user_id, event_id, method, trigger, starts_at, due_at, fired_at)
    values (${dueAlarm}, ${ids.viewer}, ${shared.result!.id!}, 'in-app', '-15', now(), now(), now())`
  const delivery = randomUUID()
  await sql`insert into deliveries (id, channel, address, template, data, outcome)
    values (${delivery}, 'email', 'nobody@example.org', 'verify', '{}', 'failed')`
  const synced = await connectCalendar(sql, ids.owner, calendar!, shared.result!.id!)
  return {
    group: group!,
    calendar: calendar!,
    child,
    emailInvitation,
    eventInvitation,
    deletedGroup: deletedGroup!,
    ...{ picture, attachments, drafts },
    event: shared.result!.id!,
    changeset: shared.changeset!,
    privateEvent: privateEvent.result!.id!,
    hidden: { id: hiddenEvent, changeset: renamed.changeset! },
    editedEvent: { id: edited, changeset: changeset! },
    answeredEvent: { id: invited, changeset: answer.changeset! },
    comments,
    tasks,
    sheets,
    duties,
    guestLinks: { personal: personal!.id, public: publicLink, revoked },
    invitation: { id: id!, token: token! },
    share,
    pendingShare,
    secondCalendar,
    trashed: { event: trashedEvent, calendar: trashedCalendar, taskList },
    feeds: { full: await feed('full'), busy: await feed('busy') },
    session: session!.id,
    device,
    reminder,
    dueAlarm,
    ...{ synced, gatherings },
    addedSlots: {
      members: await addSlot(gatherings.members.id),
      invited: await addSlot(gatherings.invited.id),
    },
    secrets,
    job: queued!.job,
    delivery,
    ids,
    emails,
  }
}

/** Inserts gatherings of the owner. */
async function insertGatherings(
  sql: postgres.Sql,
  ids: Scenario['ids'],
  group: string,
  secrets: Scenario['secrets'],
): Promise<Scenario['gatherings']> {
  const insert = async (access: string, secret: string, isTrashed = false) => {
    const [id, slot, participant] = [randomUUID(), randomUUID(), randomUUID()]
    const slug = `zq-${id}`
    await sql`insert into gatherings
      (id, slug, title, description, location, organizer_id, group_id, access, time_zone, deleted_at)
      values (${id}, ${slug}, ${secret}, ${secret}, ${secret}, ${ids.owner}, ${group}, ${access}, 'UTC',
        ${isTrashed ? new Date() : null})`
    await sql`insert into gathering_slots (id, gathering_id, start_date, end_date, span_from, span_to, tzdata)
      values (${slot}, ${id}, '2127-02-01', '2127-02-02', '2127-02-01', '2127-02-02', '')`
    await (access === 'link'
      ? sql`insert into gathering_participants (id, gathering_id, name, name_key, source)
          values (${participant}, ${id}, 'Zq visitor', 'zqvisltor', 'joined')`
      : sql`insert into gathering_participants (id, gathering_id, user_id, source)
          values (${participant}, ${id}, ${ids.viewer}, 'invited')`)
    return { id, slug, slot, participant }
  }
  return {
    members: await insert('members', secrets.shared),
    invited: await insert('invited', secrets.private),
    open: await insert('link', secrets.shared),
    trashed: await insert('members', secrets.shared, true),
  }
}

/** Inserts a connected calendar of a user, of which one event is synced. */
async function connectCalendar(
  sql: postgres.Sql,
  user: string,
  calendar: string,
  event: string,
): Promise<Scenario['synced']> {
  const [connection, binding, link, run, conflict] = Array.from({ length: 5 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const remote = { id: 'work', name: 'Zq remote', zone: null, color: null, access: 'write', isPrimary: false }
  await sql`insert into connections (id, user_id, kind, account, credentials, key_id)
    values (${connection}, ${user}, 'google', 'zq-account@example.org', ${Buffer.from('secret')}, 'none')`
  await sql`insert into bindings (id, connection_id, calendar_id, remote_id, remote, direction)
    values (${binding}, ${connection}, ${calendar}, 'work', ${sql.json(remote)}, 'pull')`
  await sql`insert into links (id, binding_id, event_id, remote_id, state, version, origin)
    values (${link}, ${binding}, ${event}, 'object', '{}', 1, 'remote')`
  await sql`insert into sync_runs (id, binding_id, ended_at, outcome, counts)
    values (${run}, ${binding}, now(), 'done', '{}')`
  await sql`insert into sync_entries (id, run_id, event_id, title, direction, op)
    values (${randomUUID()}, ${run}, ${event}, 'Zq entry', 'in', 'added')`
  await sql`insert into sync_conflicts (id, link_id, field, ours, theirs)
    values (${conflict}, ${link}, 'title', ${sql.json('Ours')}, ${sql.json('Theirs')})`
  return { connection, binding, run, conflict }
}

/** Attaches a file to each event, and inserts a file of each user that is not attached. */
async function attachFiles(
  sql: postgres.Sql,
  callers: RoleClients,
  ids: Scenario['ids'],
  attached: { key: keyof Scenario['attachments']; event: string; name: string }[],
) {
  const insertFile = async (name: string, owner: string) => {
    const file = randomUUID()
    await sql`insert into attachment_files (id, name, type, bytes, created_by)
      values (${file}, ${name}, 'text/plain', 6, ${owner})`
    await sql`insert into attachment_chunks (file_id, index, data) values (${file}, 0, ${Buffer.from('a file')})`
    return file
  }
  const attachments = {} as Scenario['attachments']
  for (const { key, event, name } of attached) {
    const file = await insertFile(`${name}.txt`, ids.owner)
    expectOk(await callers.owner.callAction('attachments/attachFile', { event, files: [file] }))
    const [attachment] = await sql`select id from attachments where file_id = ${file}`
    attachments[key] = attachment!.id
  }
  const drafts = {} as Scenario['drafts']
  for (const [role, id] of Object.entries(ids)) {
    drafts[role as keyof Scenario['drafts']] = await insertFile('draft.txt', id)
  }
  return { attachments, drafts }
}

/** Creates an administrator without a role in the scenario. */
export async function makeInstanceAdmin(sql: postgres.Sql, clients: ApiClients): Promise<ApiClient> {
  const { client, email } = await clients.signedUp('Zq instance admin')
  await sql`update users set instance_admin = true where email = ${email}`
  return client
}

/** Returns the current day of the scenario's users. */
export function today(): string {
  return new Date().toLocaleDateString('sv', { timeZone: 'Europe/Berlin' })
}

/** Returns input of an event with the secret in every text. */
export function eventIn(calendarId: string, secret: string, day = '2026-11-21') {
  return {
    title: secret,
    description: secret,
    location: secret,
    calendarId,
    span: {
      type: 'timed',
      start: `${day}T09:00:00`,
      startZone: 'Europe/Berlin',
      end: `${day}T10:00:00`,
      endZone: 'Europe/Berlin',
    },
  }
}

function expectOk(answer: ActionResponse): ActionResponse {
  if (!answer.ok) throw new Error(`the scenario could not be created: ${answer.status} ${answer.text}`)
  return answer
}
