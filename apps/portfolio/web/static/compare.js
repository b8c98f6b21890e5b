// Lays a photo of before and one of after over each other, with a slider between them. Without it they stand side by side.
for (const pair of document.querySelectorAll('[data-compare]')) {
  if (!(pair instanceof HTMLElement)) continue
  const label = document.createElement('label')
  label.className = 'slider'
  const words = document.createElement('span')
  words.textContent = 'Slide between before and after'
  const slider = document.createElement('input')
  slider.type = 'range'
  slider.min = '0'
  slider.max = '100'
  slider.value = '50'
  const show = () => {
    pair.style.setProperty('--cut', `${slider.value}%`)
    slider.setAttribute('aria-valuetext', `${slider.value} % before`)
  }
  slider.addEventListener('input', show)
  label.append(words, slider)
  pair.after(label)
  pair.classList.add('is-slider')
  show()
}
