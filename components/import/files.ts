'use client'

import { useReducer, useRef } from 'react'
import type { RequestRefusal } from '@/components/forms/error-text'
import { createCalendar } from '@/lib/actions/calendars'
import { PALETTE } from '@/lib/calendar/palette'
import { markUnsaved } from '@/lib/realtime/unsaved'
import type { ImportResult } from '@/lib/schemas/import-result'
import { ImportFailure, type ImportOptions, type ImportProgress, sendAttachments, sendImport } from './send'

/** A chosen file with its preview, the result of its import (`done`) and the error (`problem`). */
export interface ChosenFile {
  key: number
  file: File
  preview: ImportResult | null
  done: ImportResult | null
  /** Number of attachments that were stored after the import. */
  storedFiles: number
  problem: RequestRefusal | null
  options: ImportOptions
}

const NO_OPTIONS: ImportOptions = { withAlarms: false, withSettings: false }

export interface ImportState {
  uploads: ChosenFile[]
  /** Whether files are being imported: closing the page would lose those that were not sent. */
  isImporting: boolean
  /** The file that is being sent; null if there is none. */
  running: {
    key: number
    name: string
    stage: 'sending' | 'files' | ImportProgress['stage']
    /** Progress of the stage, from 0 to 1. */
    fraction: number
    events: number
  } | null
}

type Step =
  | { key: number; patch: Partial<ChosenFile> }
  | { add: ChosenFile }
  | { running: ImportState['running'] }
  | { isImporting: boolean }
  | 'clear'

function reduce(state: ImportState, step: Step): ImportState {
  if (step === 'clear') return { ...state, uploads: [], running: null }
  if ('add' in step) return { ...state, uploads: [...state.uploads, step.add] }
  if ('running' in step || 'isImporting' in step) return { ...state, ...step }
  return {
    ...state,
    uploads: state.uploads.map((upload) => (upload.key === step.key ? { ...upload, ...step.patch } : upload)),
  }
}

/** Manages the chosen files, which are sent one after the other, with their progress and results. */
export function useFiles(untitled: string) {
  const [state, step] = useReducer(reduce, { uploads: [], running: null, isImporting: false })
  const stop = useRef(new AbortController())
  const keys = useRef(0)
  const queue = useRef<Promise<unknown>>(Promise.resolve())

  const send = async (
    { key, file, options }: Pick<ChosenFile, 'key' | 'file' | 'options'>,
    mode: 'preview' | 'apply',
    calendars: readonly string[],
  ) => {
    const { name, size } = file
    const reportProgress = ({ stage, events, bytes }: ImportProgress, total: number) => {
      const fraction = stage === 'reading' ? bytes / size : events / total
      step({ running: { key, name, stage, fraction: Math.min(fraction || 0, 1), events } })
    }
    step({ running: { key, name, stage: 'sending', fraction: 0, events: 0 } })
    let total = 0
    try {
      return await sendImport(
        file,
        mode,
        calendars,
        (progress) => {
          if (progress.stage === 'reading') total = progress.events
          reportProgress(progress, total)
        },
        stop.current.signal,
        options,
      )
    } finally {
      step({ running: null })
    }
  }

  const sendFilesOf = async ({ key, file }: ChosenFile, { files }: ImportResult) => {
    const { name } = file
    const onProgress = (fraction: number) =>
      step({ running: { key, name, stage: 'files', fraction, events: 0 } })
    try {
      const storedFiles = await sendAttachments(file, files, onProgress, stop.current.signal)
      step({ key, patch: { storedFiles } })
    } finally {
      step({ running: null })
    }
  }

  /** Runs `work` after all earlier work, so that files are sent one at a time. */
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.current.then(work)
    queue.current = result.catch(() => {})
    return result
  }

  const previewFile = (key: number, file: File, calendars: readonly string[]) =>
    enqueue(async () => {
      try {
        step({
          key,
          patch: {
            preview: await send({ key, file, options: NO_OPTIONS }, 'preview', calendars),
            problem: null,
          },
        })
      } catch (error) {
        step({ key, patch: { problem: problemOf(error) } })
      }
    })

  return {
    ...state,
    /** Adds files and previews each. `calendar`: the default target of a calendar file. */
    add: (files: Iterable<File>, calendar: string) => {
      for (const file of files) {
        const key = ++keys.current
        step({
          add: { key, file, preview: null, done: null, storedFiles: 0, problem: null, options: NO_OPTIONS },
        })
        void previewFile(key, file, isArchive(file) ? [] : [calendar])
      }
    },
    /** Changes the target of a part of a file, and previews the file again. */
    setTarget: ({ key, file, preview }: ChosenFile, part: number, calendar: string) =>
      previewFile(
        key,
        file,
        preview!.parts.map((previewed, index) => (index === part ? calendar : previewed.calendar)),
      ),
    setOptions: ({ key, options }: ChosenFile, chosen: Partial<ImportOptions>) =>
      step({ key, patch: { options: { ...options, ...chosen } } }),
    /** Imports all previewed files. @returns the result of each file */
    apply: () =>
      enqueue(async () => {
        const results: ImportResult[] = []
        const unmark = markUnsaved()
        step({ isImporting: true })
        for (const upload of state.uploads.filter(({ preview, done }) => preview && !done)) {
          const { key, preview } = upload
          if (stop.current.signal.aborted) break
          try {
            const targets = await createCalendars(key, preview!, untitled)
            const done = await send(upload, 'apply', targets)
            step({ key, patch: { done, problem: null } })
            results.push(done)
            await sendFilesOf(upload, done)
          } catch (error) {
            step({ key, patch: { problem: problemOf(error) } })
          }
        }
        step({ isImporting: false })
        unmark()
        return results
      }),
    stop: () => {
      stop.current.abort()
      stop.current = new AbortController()
    },
    /** Stops the file that is being sent, and sends no further ones. */
    abandon: () => stop.current.abort(),
    clear: () => step('clear'),
  }
}

/**
 * Creates calendars for the parts of a file with the target `new`. Repeated calls create none twice.
 * @returns the target of each part
 */
async function createCalendars(key: number, { parts }: ImportResult, untitled: string): Promise<string[]> {
  const targets: string[] = []
  for (const [index, { calendar, name, color, counts }] of parts.entries()) {
    if (calendar !== 'new') targets.push(calendar)
    else if (!counts.new) targets.push('skip')
    else {
      const paletteColor = PALETTE.find((name) => name === color)
      const response = await createCalendar(
        { name: name.slice(0, 100) || untitled, ...(paletteColor && { color: paletteColor }) },
        `import-${PAGE_KEY}-${key}-${index}`,
      ).catch(() => null)
      if (!response?.ok) throw new ImportFailure(response?.error ?? { code: 'OFFLINE' })
      targets.push(response.result.id)
    }
  }
  return targets
}

const PAGE_KEY = Math.random().toString(36).slice(2)

function isArchive({ name, type }: File): boolean {
  return /\.zip$/i.test(name) || /zip/.test(type)
}

function problemOf(error: unknown): RequestRefusal {
  return error instanceof ImportFailure ? error.refusal : { code: 'FAULT' }
}
