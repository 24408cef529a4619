'use client'

import { useReducer, useRef } from 'react'
import type { Refusal } from '@/components/forms/error-text'
import { createCalendar } from '@/lib/actions/calendars'
import { PALETTE } from '@/lib/calendar/palette'
import type { ImportResult } from '@/lib/schemas/import-result'
import { ImportFailure, type ImportOptions, type Progress, sendFile } from './send'

/** A file's state: its preview, then its import's result (`done`), or the error. */
export interface Upload {
  key: number
  file: File
  preview: ImportResult | null
  done: ImportResult | null
  problem: Refusal | null
  options: ImportOptions
}

const NO_OPTIONS: ImportOptions = { withAlarms: false, withSettings: false }

export interface Importing {
  uploads: Upload[]
  /** The running upload; null if none is. */
  running: {
    key: number
    name: string
    stage: 'sending' | Progress['stage']
    share: number
    events: number
  } | null
}

type Step =
  | { key: number; is: Partial<Upload> }
  | { add: Upload }
  | { running: Importing['running'] }
  | 'clear'

function reduce(state: Importing, step: Step): Importing {
  if (step === 'clear') return { uploads: [], running: null }
  if ('add' in step) return { ...state, uploads: [...state.uploads, step.add] }
  if ('running' in step) return { ...state, running: step.running }
  return {
    ...state,
    uploads: state.uploads.map((upload) => (upload.key === step.key ? { ...upload, ...step.is } : upload)),
  }
}

/** Manages the chosen files, which are sent one after the other, with their progress and results. */
export function useFiles(untitled: string) {
  const [state, step] = useReducer(reduce, { uploads: [], running: null })
  const stop = useRef(new AbortController())
  const keys = useRef(0)
  const line = useRef<Promise<unknown>>(Promise.resolve())

  const send = async (
    { key, file, options }: Pick<Upload, 'key' | 'file' | 'options'>,
    mode: 'preview' | 'apply',
    calendars: readonly string[],
  ) => {
    const { name, size } = file
    const reportProgress = ({ stage, events, bytes }: Progress, total: number) => {
      const share = stage === 'reading' ? bytes / size : events / total
      step({ running: { key, name, stage, share: Math.min(share || 0, 1), events } })
    }
    step({ running: { key, name, stage: 'sending', share: 0, events: 0 } })
    let total = 0
    try {
      return await sendFile(
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

  /** Sends files one at a time, in the order of the requests. */
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = line.current.then(work)
    line.current = turn.catch(() => {})
    return turn
  }

  const look = (key: number, file: File, calendars: readonly string[]) =>
    inLine(async () => {
      try {
        step({
          key,
          is: {
            preview: await send({ key, file, options: NO_OPTIONS }, 'preview', calendars),
            problem: null,
          },
        })
      } catch (error) {
        step({ key, is: { problem: problemOf(error) } })
      }
    })

  return {
    ...state,
    /** Adds files and previews each. `calendar`: the default target of a calendar file. */
    add: (files: Iterable<File>, calendar: string) => {
      for (const file of files) {
        const key = ++keys.current
        step({ add: { key, file, preview: null, done: null, problem: null, options: NO_OPTIONS } })
        void look(key, file, isArchive(file) ? [] : [calendar])
      }
    },
    /** Changes the target of a part of a file and previews it again. */
    send: ({ key, file, preview }: Upload, part: number, calendar: string) =>
      look(
        key,
        file,
        preview!.parts.map((previewed, index) => (index === part ? calendar : previewed.calendar)),
      ),
    choose: ({ key, options }: Upload, chosen: Partial<ImportOptions>) =>
      step({ key, is: { options: { ...options, ...chosen } } }),
    /** Imports all previewed files. @returns the result of each file */
    apply: () =>
      inLine(async () => {
        const all: ImportResult[] = []
        for (const upload of state.uploads.filter(({ preview, done }) => preview && !done)) {
          const { key, preview } = upload
          try {
            const targets = await createCalendars(key, preview!, untitled)
            const done = await send(upload, 'apply', targets)
            step({ key, is: { done, problem: null } })
            all.push(done)
          } catch (error) {
            step({ key, is: { problem: problemOf(error) } })
          }
        }
        return all
      }),
    stop: () => {
      stop.current.abort()
      stop.current = new AbortController()
    },
    clear: () => step('clear'),
  }
}

/** Creates the new calendars of a file; repeated calls create none twice. */
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

function problemOf(error: unknown): Refusal {
  return error instanceof ImportFailure ? error.refusal : { code: 'FAULT' }
}
