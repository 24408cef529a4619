import { z } from 'zod'
import type { Due } from '@/lib/calendar/tasks/due'
import { MAX_DUTY_MINUTES } from '@/lib/calendar/tasks/duty'
import { ROTATION_UNITS } from '@/lib/calendar/tasks/rotation'
import { TASK_STATUSES } from '@/lib/calendar/tasks/task'
import {
  MAX_ADDED_TASKS,
  MAX_CLAIM_COMMENT,
  MAX_ROTATION,
  MAX_TASK_NOTE,
  MAX_TASK_TITLE,
  MAX_WANTED,
} from './choices'
import { rule as anyRule } from './events'
import { count, version } from './outputs'
import { day, recurrenceId, zone } from './span'
import { line, prose, uuid } from './text'

const name = line(80, 1)

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'bad_date' })

const due: z.ZodType<Due, Due> = z
  .strictObject({ day, time: time.nullable(), zone: zone.nullable() })
  .refine(({ time, zone }) => (time === null) === (zone === null), { error: 'bad_zone', path: ['zone'] })

/** A recurrence rule without COUNT: each task is the first occurrence of its rule. */
const rule = anyRule.refine((text) => !/COUNT=/i.test(text), { error: 'bad_rule' })

const fields = {
  title: line(MAX_TASK_TITLE, 1),
  note: prose(MAX_TASK_NOTE),
  assignee: uuid.nullable(),
  due: due.nullable(),
  rule: rule.nullable(),
  wanted: z.number().int().min(1).max(MAX_WANTED).nullable(),
  duty: z.number().int().min(1).max(MAX_DUTY_MINUTES).nullable(),
}

/** The order in which people do a recurring duty. */
const rotation = z.strictObject({
  by: z.enum(ROTATION_UNITS),
  people: z
    .array(uuid)
    .min(1)
    .max(MAX_ROTATION)
    .refine((people) => new Set(people).size === people.length),
})

export const createTaskList = z.object({ group: uuid, name }).strict()

/** `occurrence`: one of a series, as in that version of the event. */
const owner = { event: uuid.optional(), occurrence: recurrenceId.optional(), gathering: uuid.optional() }

function isOneOwner({
  event,
  gathering,
}: {
  event?: string | undefined
  gathering?: string | undefined
}): boolean {
  return (event === undefined) !== (gathering === undefined)
}

export const openTaskList = z
  .object({ ...owner, version: version.optional() })
  .strict()
  .refine(isOneOwner)

/** The lists of an event, or of an occurrence and its series, or of a gathering. */
export const tasksOfQuery = z.object(owner).strict().refine(isOneOwner)

export const renameTaskList = z.object({ list: uuid, name }).strict()

/** `after`: the list before it in the new order; null for the first place. */
export const moveTaskList = z.object({ list: uuid, after: uuid.nullable() }).strict()

export const deleteTaskList = z.object({ list: uuid }).strict()

export const restoreTaskList = z.object({ list: uuid }).strict()

/** Adds tasks at the end of a list, in this order. */
export const addTasks = z
  .object({
    list: uuid,
    tasks: z
      .array(
        z
          .object({
            ...{ title: fields.title, note: fields.note.default(''), due: fields.due.default(null) },
            ...{ assignee: fields.assignee.default(null), rule: fields.rule.default(null) },
            wanted: fields.wanted.default(null),
            duty: fields.duty.default(null),
          })
          .strict(),
      )
      .min(1)
      .max(MAX_ADDED_TASKS),
  })
  .strict()

export const updateTask = z
  .object({
    task: uuid,
    version,
    patch: z
      .object({ ...fields, rotation: rotation.nullable() })
      .partial()
      .strict(),
  })
  .strict()

export const setTaskStatus = z.object({ task: uuid, status: z.enum(TASK_STATUSES) }).strict()

/** `after`: the task before it in the new order; null for the first place. `list`: moves it to another list. */
export const moveTask = z.object({ task: uuid, after: uuid.nullable(), list: uuid.optional() }).strict()

/** Deletes tasks of a list: the named ones, or all that are done. */
export const deleteTasks = z
  .object({ list: uuid, tasks: z.union([z.literal('done'), z.array(uuid).min(1).max(MAX_ADDED_TASKS)]) })
  .strict()

/** Takes a part of a sign-up sheet, in place of what the person has taken of it so far. */
export const claimTask = z
  .object({
    task: uuid,
    quantity: z.number().int().min(1).max(MAX_WANTED),
    comment: line(MAX_CLAIM_COMMENT).default(''),
  })
  .strict()

/** Gives back what a person has taken of a sign-up sheet. `claim`: that of another person, for editors. */
export const releaseTask = z.object({ task: uuid, claim: uuid.optional() }).strict()

/** Claims, releases or confirms a duty. */
export const dutyInput = z.object({ task: uuid }).strict()

/**
 * `to`: the person who is asked to take it over; null withdraws the question. `swapDay`: day of their next turn in the
 * rotation, which the actor takes in exchange.
 */
export const handOverDuty = z
  .object({ task: uuid, to: uuid.nullable(), swapDay: day.nullable().default(null) })
  .strict()

export const answerHandOver = z.object({ task: uuid, accepts: z.boolean() }).strict()

export const taskOutput = z.strictObject({ id: uuid, version })

const task = z.strictObject({
  ...{ id: uuid, list: uuid, title: z.string(), note: z.string(), assignee: uuid.nullable() },
  due: due.nullable(),
  rule: z.string().nullable(),
  wanted: z.number().nullable(),
  duty: z.number().nullable(),
  /** Whether the assignee of a duty still has to confirm it. */
  awaitsConfirmation: z.boolean(),
  /** The person whom the assignee of a duty has asked to take it over. */
  handedTo: uuid.nullable(),
  /** The turn that the assignee takes in exchange. */
  swapDay: day.nullable(),
  rotation: rotation
    .extend({ from: z.strictObject({ day, person: uuid }), swaps: z.record(day, uuid) })
    .nullable(),
  status: z.enum(TASK_STATUSES),
  version,
  /** Epoch milliseconds. */
  doneAt: z.number().nullable(),
})
export type Task = z.output<typeof task>

const group = z.strictObject({ id: uuid, name: z.string(), color: z.string() })

const taskList = z.strictObject({
  /** The name of a list of a group, or the title of the event or gathering that it belongs to. */
  ...{ id: uuid, name: z.string() },
  group: group.nullable(),
  /** The page that shows it. */
  path: z.string(),
  /** Number of tasks that are not done. */
  open: count,
  /** Whether the viewer may edit it. */
  canWrite: z.boolean(),
})
export type TaskList = z.output<typeof taskList>

const taskPerson = z.strictObject({
  ...{ id: uuid, name: z.string(), image: z.string().nullable(), color: z.string().nullable() },
})
export type TaskPerson = z.output<typeof taskPerson>

/** The part of a sign-up sheet that a person has claimed. */
const taskClaim = z.strictObject({
  ...{ id: uuid, task: uuid, quantity: count, comment: z.string(), isOwn: z.boolean() },
  /** Null if the viewer may not know who it is. */
  person: z
    .strictObject({
      id: uuid.nullable(),
      name: z.string(),
      image: z.string().nullable(),
      color: z.string().nullable(),
    })
    .nullable(),
})
export type TaskClaim = z.output<typeof taskClaim>

export const taskListOutput = z.strictObject({
  list: taskList,
  /** The tasks that are not done in their order, and those that were done last. */
  tasks: z.array(task),
  /** The people to whom its tasks can be assigned. */
  people: z.array(taskPerson),
  /** Claimed parts of its sign-up sheets, in the order of the claims. */
  claims: z.array(taskClaim),
})
export type TaskListPage = z.output<typeof taskListOutput>

export const tasksOfOutput = z.strictObject({
  /** The lists with tasks. `of`: the event or occurrence, its series, or the gathering by which it was planned. */
  lists: z.array(taskListOutput.extend({ of: z.enum(['this', 'series', 'gathering']) })),
  /** Whether the viewer may add tasks. */
  canWrite: z.boolean(),
})
export type TasksOf = z.output<typeof tasksOfOutput>

export const tasksOutput = z.strictObject({
  /** The lists of all groups, in the order of groups and lists. */
  lists: z.array(taskList),
  /** The lists of events and gatherings with open tasks of the viewer. */
  elsewhere: z.array(taskList),
  /** The groups of the viewer. `canWrite`: whether the viewer may create lists. */
  groups: z.array(group.extend({ canWrite: z.boolean() })),
  /** The viewer's open tasks, and open tasks with a due time that nobody is assigned to. */
  own: z.array(task),
})
export type TasksPageData = z.output<typeof tasksOutput>
