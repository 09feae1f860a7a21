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

  /* The form of the Atelier keeps itself.  Each save carries the mark that the last one brought; who presses a button or follows
     a link is led there once the save before it is done; who leaves otherwise takes it along. */
  var touched = null, saving = 0, next = null;

  function ownForm(ctx) {
    var form = ctx && ctx.request && ctx.request.form;
    return form && form.id === "fiche" ? form : null;
  }

  function tell(form, sentence) {
    var told = document.createElement("div"), words = document.createElement("p");
    forget(".told, .kept");
    told.className = "errors told";
    told.setAttribute("role", "alert");
    words.textContent = sentence + " Votre texte est encore ici, mais il n’est pas gardé. Copiez-le avant de quitter cette page.";
    told.appendChild(words);
    form.parentNode.insertBefore(told, form);
  }

  function forget(words) {
    Array.prototype.forEach.call(document.querySelectorAll(words), function (one) { one.remove(); });
  }

  function afterSaving(event, then) {
    if (!saving) { return; }
    event.preventDefault();
    next = then;
  }

  /* A change made meanwhile waits its turn: it is kept first. */
  function leave() {
    var then = next;
    if (saving || !then) { return; }
    next = null;
    then();
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.id === "fiche" && form.hasAttribute("data-hx-post")) { touched = form; forget(".kept"); }
  });
  document.addEventListener("submit", function (event) {
    var by = event.submitter;
    touched = null;
    afterSaving(event, function () { event.target.requestSubmit(by); });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    afterSaving(event, function () { window.location.assign(link.href); });
  });
  document.addEventListener("htmx:before:request", function (event) {
    var asked = event.detail.ctx.request, seen = document.querySelector("#relecture input[name=vu]");
    if (!ownForm(event.detail.ctx)) { return; }
    saving += 1;
    touched = null;
    if (seen) { asked.body.set("vu", seen.value); }
    asked.keepalive = asked.body.toString().length < 60000;
  });
  document.addEventListener("htmx:before:swap", function (event) {
    var ctx = event.detail.ctx, form = ownForm(ctx);
    if (!form || !ctx.response) { return; }
    if (ctx.response.status < 400) { forget(".told"); return; }
    next = null;
    if (ctx.text.indexOf("id=\"fiche\"") >= 0) { return; }
    event.preventDefault();
    var said = new DOMParser().parseFromString(ctx.text, "text/html").querySelector("main p");
    tell(form, said ? said.textContent : "");
  });
  document.addEventListener("htmx:error", function (event) {
    var form = ownForm(event.detail.ctx);
    if (form) { next = null; tell(form, "Compagnon ne répond pas."); }
  });
  document.addEventListener("htmx:finally:request", function (event) {
    if (!ownForm(event.detail.ctx)) { return; }
    saving -= 1;
    window.setTimeout(leave, 0);
  });
  window.addEventListener("pagehide", function () {
    if (touched && touched.isConnected) { touched.dispatchEvent(new Event("change", { bubbles: true })); }
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
