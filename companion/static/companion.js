/* Comforts that no page needs: keep one's place when a part is replaced, say what changed, read aloud with a local voice. */
(function () {
  "use strict";
  var kept = null;

  function remember() {
    var focused = document.activeElement;
    kept = {
      open: Array.prototype.map.call(document.querySelectorAll("details[open]"), function (one) { return one.id; }),
      focus: focused && focused.id,
      to: focused && focused.getAttribute && focused.getAttribute("data-vers")
    };
  }

  function restore() {
    if (!kept) { return; }
    kept.open.forEach(function (id) {
      var one = id && document.getElementById(id);
      if (one && !kept.to) { one.open = true; }
    });
    var target = kept.to && document.getElementById(kept.to);
    if (target) {
      target.setAttribute("tabindex", "-1");
      target.focus();
      target.scrollIntoView({ block: "start" });
    } else if (kept.focus && document.getElementById(kept.focus)) {
      document.getElementById(kept.focus).focus({ preventScroll: true });
    }
    kept = null;
  }

  /* Wide enough, what stands beside the steps is all shown: it is really open, for those who listen too. */
  function unfold() {
    if (!window.matchMedia("(min-width: 64rem)").matches) { return; }
    Array.prototype.forEach.call(document.querySelectorAll(".before details"), function (one) { one.open = true; });
  }

  function announce() {
    var said = document.querySelector("[data-annonce]");
    var region = document.getElementById("annonce");
    region.textContent = "";
    window.setTimeout(function () { region.textContent = said ? said.textContent : ""; }, 50);
  }

  document.addEventListener("htmx:before:swap", remember);
  document.addEventListener("htmx:after:swap", function () { restore(); unfold(); announce(); voices(); });

  /* A way out is a submit button: with htmx it replaces the part, without script it loads the page. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[name=bloquer], button[name=debloquer]");
    if (!button || !window.htmx) { return; }
    event.preventDefault();
    var form = button.form, carried = document.createElement("input");
    carried.type = "hidden";
    carried.name = button.name;
    carried.value = button.value;
    form.appendChild(carried);
    button.focus();
    form.dispatchEvent(new Event("change", { bubbles: true }));
    carried.remove();
  });

  /* Only a voice that lives on this machine: a remote one would send the words away. */
  function localVoice(lang) {
    return window.speechSynthesis && speechSynthesis.getVoices().filter(function (voice) {
      return voice.localService === true && voice.lang.toLowerCase().indexOf(lang) === 0;
    })[0];
  }

  function voices() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-voix]"), function (part) {
      var voice = localVoice(part.lang);
      if (!voice || part.querySelector(".listen")) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.className = "listen";
      button.textContent = "Écouter";
      button.setAttribute("aria-label", "Écouter : " + (part.getAttribute("data-voix") || "ce texte"));
      button.addEventListener("click", function () {
        if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
        var words = Array.prototype.map.call(part.querySelectorAll("p:not(.label)"), function (p) { return p.textContent; }).join(" ");
        var said = new SpeechSynthesisUtterance(words);
        said.voice = voice;
        said.lang = voice.lang;
        said.rate = 0.9;
        speechSynthesis.cancel();
        speechSynthesis.speak(said);
      });
      part.appendChild(button);
    });
  }

  /* What is folded on the screen is printed all the same. */
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details:not([open])"), function (one) {
      one.open = true;
      one.setAttribute("data-folded", "");
    });
  });
  window.addEventListener("afterprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details[data-folded]"), function (one) {
      one.open = false;
      one.removeAttribute("data-folded");
    });
  });

  unfold();
  if (window.speechSynthesis) {
    voices();
    speechSynthesis.addEventListener("voiceschanged", voices);
  }
}());
