# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'main_window.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QMainWindow, QSizePolicy, QSpacerItem, QStackedWidget,
    QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.banner import IconLabel
from desktop_oms.ui.widgets.keys import KeyButton
from desktop_oms.ui.widgets.lamps import LampStrip
from desktop_oms.ui.widgets.nav import (NavButton, ViewList)
from desktop_oms.ui.widgets.search_edit import SearchEdit

class Ui_MainWindow(object):
    def setupUi(self, MainWindow):
        if not MainWindow.objectName():
            MainWindow.setObjectName(u"MainWindow")
        MainWindow.setMinimumSize(QSize(960, 640))
        self.centralWidget = QWidget(MainWindow)
        self.centralWidget.setObjectName(u"centralWidget")
        self.centralWidget.setProperty(u"role", u"frame")
        self.layout1 = QVBoxLayout(self.centralWidget)
        self.layout1.setSpacing(0)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 0, 0, 0)
        self.topBar = QFrame(self.centralWidget)
        self.topBar.setObjectName(u"topBar")
        self.topBar.setProperty(u"role", u"bare")
        self.topBar.setMinimumSize(QSize(0, 48))
        self.topBar.setMaximumSize(QSize(16777215, 48))
        self.layout2 = QHBoxLayout(self.topBar)
        self.layout2.setSpacing(4)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(8, 0, 8, 0)
        self.shopBox = QFrame(self.topBar)
        self.shopBox.setObjectName(u"shopBox")
        self.shopBox.setProperty(u"role", u"bare")
        self.shopBox.setMinimumSize(QSize(204, 0))
        self.shopBox.setMaximumSize(QSize(204, 16777215))
        self.layout3 = QHBoxLayout(self.shopBox)
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(8, 0, 4, 0)
        self.shopMark = IconLabel(self.shopBox)
        self.shopMark.setObjectName(u"shopMark")

        self.layout3.addWidget(self.shopMark)

        self.shopButton = QLabel(self.shopBox)
        self.shopButton.setObjectName(u"shopButton")
        self.shopButton.setProperty(u"role", u"strong")
        self.shopButton.setTextFormat(Qt.TextFormat.PlainText)
        self.shopButton.setText(u"")

        self.layout3.addWidget(self.shopButton)

        self.spacer1 = QSpacerItem(1, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer1)


        self.layout2.addWidget(self.shopBox)

        self.searchEdit = SearchEdit(self.topBar)
        self.searchEdit.setObjectName(u"searchEdit")
        self.searchEdit.setMinimumSize(QSize(160, 0))
        self.searchEdit.setMaximumSize(QSize(440, 16777215))

        self.layout2.addWidget(self.searchEdit)

        self.spacer2 = QSpacerItem(20, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout2.addItem(self.spacer2)

        self.undoButton = KeyButton(self.topBar)
        self.undoButton.setObjectName(u"undoButton")
        self.undoButton.setProperty(u"role", u"ghost")
        self.undoButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout2.addWidget(self.undoButton)

        self.helpButton = KeyButton(self.topBar)
        self.helpButton.setObjectName(u"helpButton")
        self.helpButton.setProperty(u"role", u"ghost")
        self.helpButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout2.addWidget(self.helpButton)


        self.layout1.addWidget(self.topBar)

        self.bodyLayout = QHBoxLayout()
        self.bodyLayout.setSpacing(0)
        self.bodyLayout.setObjectName(u"bodyLayout")
        self.bodyLayout.setContentsMargins(0, 0, 8, 0)
        self.sideBar = QFrame(self.centralWidget)
        self.sideBar.setObjectName(u"sideBar")
        self.sideBar.setProperty(u"role", u"sidebar")
        self.sideBar.setMinimumSize(QSize(208, 0))
        self.sideBar.setMaximumSize(QSize(208, 16777215))
        self.layout5 = QVBoxLayout(self.sideBar)
        self.layout5.setSpacing(2)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(8, 4, 8, 0)
        self.navOrders = NavButton(self.sideBar)
        self.navOrders.setObjectName(u"navOrders")

        self.layout5.addWidget(self.navOrders)

        self.navPacking = NavButton(self.sideBar)
        self.navPacking.setObjectName(u"navPacking")

        self.layout5.addWidget(self.navPacking)

        self.navStock = NavButton(self.sideBar)
        self.navStock.setObjectName(u"navStock")

        self.layout5.addWidget(self.navStock)

        self.spacer3 = QSpacerItem(1, 16, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.layout5.addItem(self.spacer3)

        self.viewsHead = QHBoxLayout()
        self.viewsHead.setSpacing(0)
        self.viewsHead.setObjectName(u"viewsHead")
        self.viewsHead.setContentsMargins(10, 0, 8, 4)
        self.viewsLabel = QLabel(self.sideBar)
        self.viewsLabel.setObjectName(u"viewsLabel")
        self.viewsLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.viewsLabel.setProperty(u"role", u"caption")

        self.viewsHead.addWidget(self.viewsLabel)

        self.spacer4 = QSpacerItem(1, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.viewsHead.addItem(self.spacer4)


        self.layout5.addLayout(self.viewsHead)

        self.viewList = ViewList(self.sideBar)
        self.viewList.setObjectName(u"viewList")

        self.layout5.addWidget(self.viewList)

        self.spacer5 = QSpacerItem(1, 20, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout5.addItem(self.spacer5)

        self.personRule = QFrame(self.sideBar)
        self.personRule.setObjectName(u"personRule")
        self.personRule.setProperty(u"role", u"rule")

        self.layout5.addWidget(self.personRule)

        self.personRow = QHBoxLayout()
        self.personRow.setSpacing(8)
        self.personRow.setObjectName(u"personRow")
        self.personRow.setContentsMargins(4, 10, 4, 4)
        self.personMark = QLabel(self.sideBar)
        self.personMark.setObjectName(u"personMark")
        self.personMark.setTextFormat(Qt.TextFormat.PlainText)
        self.personMark.setText(u"")
        self.personMark.setMinimumSize(QSize(28, 28))
        self.personMark.setMaximumSize(QSize(28, 28))

        self.personRow.addWidget(self.personMark)

        self.layout8 = QVBoxLayout()
        self.layout8.setSpacing(0)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(0, 0, 0, 0)
        self.personName = QLabel(self.sideBar)
        self.personName.setObjectName(u"personName")
        self.personName.setTextFormat(Qt.TextFormat.PlainText)
        self.personName.setProperty(u"role", u"strong")
        self.personName.setText(u"")

        self.layout8.addWidget(self.personName)

        self.personRole = QLabel(self.sideBar)
        self.personRole.setObjectName(u"personRole")
        self.personRole.setTextFormat(Qt.TextFormat.PlainText)
        self.personRole.setProperty(u"role", u"caption")
        self.personRole.setText(u"")

        self.layout8.addWidget(self.personRole)


        self.personRow.addLayout(self.layout8)

        self.spacer6 = QSpacerItem(1, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.personRow.addItem(self.spacer6)


        self.layout5.addLayout(self.personRow)


        self.bodyLayout.addWidget(self.sideBar)

        self.paneStack = QStackedWidget(self.centralWidget)
        self.paneStack.setObjectName(u"paneStack")
        self.paneStack.setProperty(u"role", u"bare")

        self.bodyLayout.addWidget(self.paneStack)

        self.bodyLayout.setStretch(1, 1)

        self.layout1.addLayout(self.bodyLayout)

        self.statusBar = QFrame(self.centralWidget)
        self.statusBar.setObjectName(u"statusBar")
        self.statusBar.setProperty(u"role", u"bare")
        self.statusBar.setMinimumSize(QSize(0, 28))
        self.statusBar.setMaximumSize(QSize(16777215, 28))
        self.layout9 = QHBoxLayout(self.statusBar)
        self.layout9.setSpacing(16)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(12, 0, 12, 0)
        self.channelStrip = LampStrip(self.statusBar)
        self.channelStrip.setObjectName(u"channelStrip")

        self.layout9.addWidget(self.channelStrip)

        self.spacer7 = QSpacerItem(20, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout9.addItem(self.spacer7)

        self.printerStrip = LampStrip(self.statusBar)
        self.printerStrip.setObjectName(u"printerStrip")

        self.layout9.addWidget(self.printerStrip)

        self.databaseStrip = LampStrip(self.statusBar)
        self.databaseStrip.setObjectName(u"databaseStrip")

        self.layout9.addWidget(self.databaseStrip)


        self.layout1.addWidget(self.statusBar)

        self.layout1.setStretch(1, 1)
        MainWindow.setCentralWidget(self.centralWidget)

        self.retranslateUi(MainWindow)

        QMetaObject.connectSlotsByName(MainWindow)
    # setupUi

    def retranslateUi(self, MainWindow):
        self.searchEdit.setPlaceholderText(QCoreApplication.translate("MainWindow", u"main.search", None))
        self.viewsLabel.setText(QCoreApplication.translate("MainWindow", u"main.views", None))
        pass
    # retranslateUi

