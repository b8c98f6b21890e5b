import { tamperWithSqlite } from './tamper-sqlite.ts'

// Loaded ahead of the server: a store that answers before its commits are on disk, to show that the tests see it.
tamperWithSqlite({ synchronous: 'normal' })
