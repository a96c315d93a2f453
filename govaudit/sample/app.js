(function () {
  var box = document.getElementById('app');
  function get(url, then) {
    var request = new XMLHttpRequest();
    request.onload = function () { if (request.status === 200) { then(JSON.parse(request.responseText)); } };
    request.open('GET', url);
    request.send();
  }
  get('/api/menu.json', function (menu) {
    var nav = menu.items.map(function (one) {
      return '<li><a href="' + one.url + '">' + one.name + '</a></li>';
    }).join('');
    get('/api/page' + location.pathname.replace(/\/$/, '/index') + '.json', function (page) {
      document.title = page.data.title + '-' + menu.site;
      box.innerHTML = '<div class="nav"><ul>' + nav + '</ul></div><div class="position">' + page.data.position + '</div>' +
        '<div class="content">' + page.data.content + '</div>';
    });
  });
})();
