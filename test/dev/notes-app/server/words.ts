export const GREETING = 'two notes'
