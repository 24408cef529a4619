/**
 * Does nothing. Without this file, Turbopack would use Kinday's instrumentation.ts from the parent folder, which starts
 * the worker.
 */
export function register() {}
