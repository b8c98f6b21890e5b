import type { z } from 'zod'
import {
  changeProjectSchema,
  changeSectionsSchema,
  createProjectSchema,
  heroBody,
  importBody,
  importReplySchema,
  labelsBody,
  linkReplySchema,
  listSchema,
  orderBody,
  preferencesSchema,
  projectSchema,
  publishReplySchema,
  sectionsReplySchema,
  syncBody,
  syncSectionsReplySchema,
  uploadsBody,
  uploadsReplySchema,
} from '../../shared/api-types.ts'

export interface ApiOperation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As the routes have it, with `:names`. */
  path: string
  id: string
  summary: string
  body?: z.ZodType
  query?: readonly string[]
  /** It changes something, so it needs an Idempotency-Key. */
  isKeyed?: boolean
  /** By status; null = no body. What is refused is an error, always of the same shape. */
  replies: Readonly<Record<number, z.ZodType | null>>
}

const project = { 200: projectSchema }
const ofProject = '/api/projects/:id'
const ofImage = `${ofProject}/images/:image`

/** Everything the API can be asked: its description, and what the tests hold its answers against. */
export const OPERATIONS: readonly ApiOperation[] = [
  {
    method: 'POST',
    path: '/api/projects',
    id: 'createProject',
    summary: 'Make a draft.',
    body: createProjectSchema,
    isKeyed: true,
    replies: { 201: projectSchema },
  },
  {
    method: 'GET',
    path: '/api/projects',
    id: 'listProjects',
    summary: 'One page of the projects.',
    query: ['status', 'sort', 'limit', 'offset'],
    replies: { 200: listSchema },
  },
  { method: 'GET', path: ofProject, id: 'getProject', summary: 'A project, its photos and what it lacks.', replies: { ...project, 304: null } },
  {
    method: 'PATCH',
    path: ofProject,
    id: 'changeProject',
    summary: 'Change facts, description or archive.',
    body: changeProjectSchema,
    isKeyed: true,
    replies: project,
  },
  { method: 'DELETE', path: ofProject, id: 'deleteProject', summary: 'Delete a project for good.', isKeyed: true, replies: { 204: null } },
  {
    method: 'GET',
    path: `${ofProject}/sections`,
    id: 'getSections',
    summary: 'The story as a synced document.',
    query: ['since'],
    replies: { 200: sectionsReplySchema },
  },
  {
    method: 'PATCH',
    path: `${ofProject}/sections`,
    id: 'changeSections',
    summary: 'Change parts of the story.',
    body: changeSectionsSchema,
    isKeyed: true,
    replies: project,
  },
  // its mutationId is its key
  {
    method: 'POST',
    path: `${ofProject}/sections/sync`,
    id: 'syncSections',
    summary: "Merge a view's copy of the story.",
    body: syncBody,
    replies: { 200: syncSectionsReplySchema },
  },
  {
    method: 'POST',
    path: `${ofProject}/publish`,
    id: 'publishProject',
    summary: 'Publish, or ask whether it could be.',
    query: ['dry_run'],
    isKeyed: true,
    replies: { 200: publishReplySchema },
  },
  {
    method: 'DELETE',
    path: `${ofProject}/publish`,
    id: 'unpublishProject',
    summary: 'Take the public page away.',
    isKeyed: true,
    replies: { 200: publishReplySchema },
  },
  {
    method: 'POST',
    path: `${ofProject}/uploads`,
    id: 'grantUploads',
    summary: "Addresses that take photos' bytes.",
    body: uploadsBody,
    isKeyed: true,
    replies: { 200: uploadsReplySchema },
  },
  {
    method: 'POST',
    path: `${ofProject}/images/import`,
    id: 'importImages',
    summary: 'Fetch photos from the chat.',
    body: importBody,
    isKeyed: true,
    replies: { 200: importReplySchema },
  },
  {
    method: 'PUT',
    path: `${ofProject}/images/order`,
    id: 'orderImages',
    summary: 'Order all photos anew.',
    body: orderBody,
    isKeyed: true,
    replies: project,
  },
  {
    method: 'PATCH',
    path: `${ofProject}/images`,
    id: 'labelImages',
    summary: 'Label photos and say what they show.',
    body: labelsBody,
    isKeyed: true,
    replies: project,
  },
  { method: 'PUT', path: `${ofProject}/hero`, id: 'chooseHero', summary: 'Choose the cover.', body: heroBody, isKeyed: true, replies: project },
  { method: 'DELETE', path: ofImage, id: 'deleteImage', summary: 'Take a photo out.', isKeyed: true, replies: project },
  {
    method: 'POST',
    path: `${ofImage}/restore`,
    id: 'restoreImage',
    summary: 'Take the deletion of a photo back, for ten minutes.',
    isKeyed: true,
    replies: project,
  },
  {
    method: 'POST',
    path: `${ofProject}/preview-link`,
    id: 'linkPreview',
    summary: 'An address of the page before it is public.',
    replies: { 200: linkReplySchema },
  },
  {
    method: 'POST',
    path: `${ofProject}/uploader-link`,
    id: 'linkUploader',
    summary: 'An address where photos can be sent in a browser.',
    replies: { 200: linkReplySchema },
  },
  { method: 'GET', path: '/api/preferences', id: 'getPreferences', summary: 'What the contractor likes.', replies: { 200: preferencesSchema } },
  {
    method: 'PUT',
    path: '/api/preferences',
    id: 'setPreferences',
    summary: 'Remember what the contractor likes.',
    body: preferencesSchema,
    isKeyed: true,
    replies: { 200: preferencesSchema },
  },
]
