import { describe, expect, it } from 'vitest'
import { contentDisposition, nameFromUri, safeFileName } from './file-name.ts'

describe('a file’s name', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\temp\\a.txt', 'C__temp_a.txt'],
    ['.bashrc', 'bashrc'],
    ['  . ', 'file'],
    ['', 'file'],
    ['bill\u202Efdp.exe', 'bill_fdp.exe'],
    ['a\nb\u0000.txt', 'a_b_.txt'],
    ['größe.txt', 'größe.txt'],
    [`${'a'.repeat(300)}.tar.gz`, `${'a'.repeat(147)}.gz`],
  ])('H20 %j is saved as %j', (given, safe) => {
    expect(safeFileName(given)).toBe(safe)
  })

  it.each([
    ['file:///a/b/report.csv?x=1#y', 'report.csv'],
    ['ui://app/%2e%2e%2fevil', '_evil'],
    ['ui://app/%', '%'],
    ['x:', 'x_'],
  ])('H20 the last part of %j is %j', (uri, name) => {
    expect(nameFromUri(uri)).toBe(name)
  })

  it('H20 a header takes no name apart', () => {
    expect(contentDisposition('attachment', 'a"\r\nb; c*.txt')).toBe(
      `attachment; filename="a___b; c*.txt"; filename*=UTF-8''a%22%0D%0Ab%3B%20c%2A.txt`,
    )
  })
})
